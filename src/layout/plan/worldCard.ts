// The inside of a card: the place of each row of an object, decided once for a run. All numbers
// are pixels relative to the card's corner, before the picture is scaled to its screen.

import { unreachable } from '../../base/assert.ts';
import type { ObjectId } from '../../model/world/world.ts';
import { codeWidth, labelWidth } from '../text/worldText.ts';
import type { RowField, RowKind } from '../world/worldRow.ts';

/** What a card has to hold over the whole run. */
export interface CardSpec {
  readonly id: ObjectId;
  /** A call under way: its contents are more important than its name. */
  readonly letter: boolean;
  /** The longest title, note and badge that its head shows in the run. */
  readonly title: string;
  readonly note: string;
  readonly badge: string;
  readonly rows: readonly RowNeed[];
  /** Names of the tasks that have their seat here, by task index. */
  readonly seats: readonly SeatNeed[];
  /** How many rows were left out because space was short. */
  readonly hidden: number;
}

/** A task's place, with room for the longest data that it comes to hold: an empty text for none. */
export interface SeatNeed {
  readonly task: number;
  readonly name: string;
  readonly data: string;
}

export interface RowNeed {
  readonly row: RowField;
  /** What is shown beside the name: the longest text of the run; for data, the chips' texts. */
  readonly texts: readonly string[];
  /** For a lock: the most holders it has at a time. */
  readonly holders: number;
  /** Some step accesses it, or it is not always empty. */
  readonly used: boolean;
}

/** `short`: without the rows that the run never uses. `compact`: one line of 44 pixels. */
export type Detail = 'full' | 'short' | 'compact';

export interface RowPlace {
  readonly row: RowField;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** For a lock: the most holders it has at a time. */
  readonly holders: number;
}

export interface SeatPlace {
  readonly task: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export interface CardPlan {
  readonly id: ObjectId;
  readonly width: number;
  readonly height: number;
  /** One line of 44 pixels instead of a full card. */
  readonly compact: boolean;
  /** The title's base line. */
  readonly titleY: number;
  readonly rows: readonly RowPlace[];
  readonly seats: readonly SeatPlace[];
}

export const TEXT = { small: 12.5, title: 15, chip: 15, token: 12.5 };

const LEAST_CARD = 80;
/** Room for the envelope beside its title. */
const LEAST_LETTER = 96;

/** Inside a cell, left and right of its texts. */
export const CELL_PAD = 7;

/** Between a name and its value, at least. */
export const LEAST_SPACE = 6;
export const CARD = {
  pad: 12,
  inset: 9,
  head: 32,
  cell: 28,
  cellGap: 6,
  chip: 28,
  chipGap: 5,
  line: 19,
  flag: 12,
  lock: 25,
  seat: 25,
  foot: 9,
  compact: 44,
};

/** The height at which a card's first row, and with it a memory access, runs. */
export const AXIS = CARD.head + CARD.cell / 2;

/** One or two letters are large; a word has the size of other text. */
export function chipSize(text: string): number {
  return text.length > 2 ? TEXT.small : TEXT.chip;
}

export function chipWidth(text: string): number {
  return Math.max(CARD.chip, Math.ceil(labelWidth(text, chipSize(text), 750) + 10));
}

/** The padlock's body: room for one digit for each holder. */
export function lockWidth(holders: number): number {
  return 18 + 13 * Math.max(0, holders - 1);
}

/**
 * The least width at which every text of the card fits; not `roomy`: with a dash for each NULL, and with flags and
 * counts one below the other.
 */
export function cardWidth(spec: CardSpec, roomy: boolean): number {
  const seats = spec.seats.map(
    ({ name, data }) => 2 * CARD.pad + 26 + labelWidth(name, TEXT.small) + heldWidth(data),
  );
  const data = dataWidth(spec, roomy);
  return Math.ceil(
    Math.max(
      spec.letter ? LEAST_LETTER : LEAST_CARD,
      headWidth(spec),
      data,
      flagsWidth(spec, roomy),
      ...spec.rows.map((need) => rowWidth(need, roomy)),
      ...seats,
    ),
  );
}

/** The chip of what a task holds, with its distance. */
function heldWidth(data: string): number {
  return data === '' ? 0 : smallChipWidth(data) + 6;
}

/** Of a chip in a line of text. */
export function smallChipWidth(text: string): number {
  return Math.max(22, chipWidth(text) - 8);
}

/** Texts can be cut, chips cannot: on a card of one line they stand beside the title. */
export function leastWidth(spec: CardSpec): number {
  const chips = spec.rows.filter(({ row }) => row.kind === 'data');
  const flags = spec.rows.filter(({ row }) => row.kind === 'flag');
  const title = spec.letter ? 0 : titleWidth(spec.title) + 6;
  const beside = chips.length > 0 ? title + chipsWidth(chips) : 0;
  const widest = Math.max(beside, ...flags.map(({ row }) => flagWidth(row)));
  return Math.max(92, Math.ceil(2 * CARD.pad + widest));
}

export function titleWidth(title: string): number {
  return labelWidth(title, TEXT.title, 650);
}

function rowWidth({ row, texts, holders }: RowNeed, roomy: boolean): number {
  const reported = roomy ? texts : texts.filter((text) => text !== 'NULL');
  const longest = Math.max(8, ...reported.map((text) => codeWidth(text, TEXT.small)));
  const name = labelWidth(row.name, TEXT.small);
  switch (row.kind) {
    case 'cell':
      return 2 * (CARD.inset + CELL_PAD) + codeWidth(row.name, TEXT.small) + LEAST_SPACE + longest;
    case 'lock':
      return 2 * CARD.pad - 4 + lockWidth(holders) + 6 + name;
    case 'owner':
      return 2 * CARD.pad + name + LEAST_SPACE + Math.max(0, ...texts.map(ownerWidth));
    case 'value':
      return 2 * CARD.pad + name + LEAST_SPACE + longest;
    case 'flag':
      return 2 * CARD.pad + flagWidth(row);
    case 'data':
    case 'count':
    case 'note':
    case 'link':
      return 0;
    default:
      return unreachable(row.kind);
  }
}

/** A badge around the owner's name; without an owner there is no badge. */
function ownerWidth(text: string): number {
  return text === 'NULL' ? codeWidth(text, TEXT.small) : badgeWidth(text);
}

/** Left and right of a badge's text, together. */
export const BADGE_PADS = 14;

export function badgeWidth(text: string): number {
  return Math.ceil(codeWidth(text, TEXT.small) + BADGE_PADS);
}

function flagWidth(row: RowField): number {
  return CARD.flag + 5 + labelWidth(row.short, TEXT.small);
}

/** The head of a dock, which has neither rows nor a note, is written small. */
function headWidth({ title, note, badge, rows }: CardSpec): number {
  const name = rows.length > 0 || note !== '' ? titleWidth(title) : labelWidth(title, TEXT.small);
  const beside = Math.max(labelWidth(note, TEXT.small), badge === '' ? 0 : badgeWidth(badge));
  return 2 * CARD.pad + name + (beside > 0 ? 10 + beside : 0);
}

/** Two flags a line, where they are short. */
const MOST_FLAGS = 172;

function flagsWidth(spec: CardSpec, roomy: boolean): number {
  if (!roomy) return 0;
  const flags = spec.rows.filter(({ row }) => row.kind === 'flag').slice(0, 2);
  const pair = flags.reduce((sum, { row }) => sum + flagWidth(row) + 12, 2 * CARD.pad - 12);
  return Math.min(pair, MOST_FLAGS);
}

/** Chips of all data rows, then the counts, on one line if there is room. */
function dataWidth(spec: CardSpec, roomy: boolean): number {
  const chips = spec.rows.filter(({ row }) => row.kind === 'data');
  const counts = spec.rows
    .filter(({ row }) => row.kind === 'count')
    .map(({ row }) => countWidth(row));
  if (!roomy || chips.length === 0) return 2 * CARD.pad + Math.max(chipsWidth(chips), ...counts);
  return 2 * CARD.pad + chipsWidth(chips) + (counts.length > 0 ? 12 + Math.max(...counts) : 0);
}

function countWidth(row: RowField): number {
  return labelWidth(`${row.name} 0`, TEXT.small);
}

function chipsWidth(chips: readonly RowNeed[]): number {
  return chips.reduce((sum, need) => sum + needWidth(need) + CARD.chipGap, 0);
}

function needWidth({ texts }: Pick<RowNeed, 'texts'>): number {
  return (
    texts.reduce((sum, text) => sum + chipWidth(text), 0) +
    CARD.chipGap * Math.max(0, texts.length - 1)
  );
}

/** Sets the rows one below the other: cells, data, flags, values, owner, locks, seats. */
export function layCard(spec: CardSpec, width: number, detail: Detail): CardPlan {
  if (detail === 'compact') return layCompact(spec, width);
  if (detail === 'full') return layFull(spec, width);
  const rows = spec.rows.filter(({ used }) => used);
  return layFull({ ...spec, rows, hidden: 0 }, width);
}

class Pile {
  readonly rows: RowPlace[] = [];
  y = CARD.head;
  private readonly width: number;
  private readonly needs: readonly RowNeed[];

  constructor(needs: readonly RowNeed[], width: number) {
    this.needs = needs;
    this.width = width;
  }

  of(kind: RowKind): RowNeed[] {
    return this.needs.filter(({ row }) => row.kind === kind);
  }

  add({ row, holders }: RowNeed, x: number, y: number, width: number, height: number): void {
    this.rows.push({ row, x, y, width, height, holders });
  }

  /** One row a line, over the card's width. */
  lines(kind: RowKind, height: number, gap: number, inset: number): void {
    for (const need of this.of(kind)) {
      this.add(need, inset, this.y, this.width - 2 * inset, height);
      this.y += height + gap;
    }
  }

  /** Chips from the left; beside them the counts, in two lines, or below where that is too narrow. */
  data(): void {
    const chips = this.of('data');
    let x = CARD.pad;
    for (const need of chips) {
      const wide = needWidth(need);
      this.add(need, x, this.y, wide, CARD.chip);
      x += wide + CARD.chipGap;
    }
    const beside = chips.length > 0 && this.countsBeside(x + 6);
    if (chips.length > 0) this.y += CARD.chip + CARD.cellGap;
    if (!beside) this.flow('count', countWidth);
  }

  private countsBeside(left: number): boolean {
    const counts = this.of('count');
    const wide = Math.max(0, ...counts.map(({ row }) => countWidth(row)));
    const right = this.width - CARD.pad;
    if (counts.length > 2 || left + wide > right + 2) return false;
    const high = CARD.line - 3;
    const top = this.y + (CARD.chip - high * counts.length) / 2;
    counts.forEach((need, at) => this.add(need, right - wide, top + at * high, wide, high));
    return true;
  }

  flags(): void {
    this.flow('flag', flagWidth);
  }

  /** Side by side, as many a line as there is room for. */
  private flow(kind: RowKind, widthOf: (row: RowField) => number): void {
    let x = CARD.pad;
    const needs = this.of(kind);
    for (const need of needs) {
      const wide = Math.min(widthOf(need.row), this.width - 2 * CARD.pad + 2);
      if (x > CARD.pad && x + wide > this.width - CARD.pad + 2) {
        x = CARD.pad;
        this.y += CARD.line;
      }
      this.add(need, x, this.y, wide, CARD.line);
      x += wide + 12;
    }
    if (needs.length > 0) this.y += CARD.line + 2;
  }
}

function layFull(spec: CardSpec, width: number): CardPlan {
  const pile = new Pile(spec.rows, width);
  pile.lines('cell', CARD.cell, CARD.cellGap, CARD.inset);
  pile.data();
  pile.flags();
  pile.lines('value', CARD.line, 0, CARD.pad);
  pile.lines('owner', CARD.lock, 0, CARD.pad);
  pile.lines('lock', CARD.lock, 0, CARD.pad);
  const seats = spec.seats.map(({ task, name }, at) => ({
    task,
    name,
    x: CARD.pad + 9,
    y: pile.y + (at + 0.5) * CARD.seat,
  }));
  const more = spec.hidden > 0 ? CARD.line : 0;
  const height = Math.max(pile.y + seats.length * CARD.seat + more + CARD.foot, CARD.compact);
  return {
    id: spec.id,
    width,
    height,
    compact: false,
    titleY: 22,
    rows: [...pile.rows, ...anchors(spec, width, AXIS)],
    seats,
  };
}

/** Everything side by side behind the title: for what stands below the stations. */
export function layFlat(spec: CardSpec, most: number): CardPlan {
  const rows: RowPlace[] = [];
  let [x, y] = [CARD.pad + titleWidth(spec.title) + 16, 9];
  let widest = x;
  for (const need of spec.rows) {
    const wide = Math.min(flatWidth(need), most - 2 * CARD.pad);
    if (x > CARD.pad && x + wide > most - CARD.pad) [x, y] = [CARD.pad, y + CARD.cell + 4];
    rows.push({ row: need.row, holders: need.holders, x, y, width: wide, height: CARD.cell - 2 });
    x += wide + 16;
    widest = Math.max(widest, x);
  }
  const width = Math.min(most, Math.ceil(widest - 16 + CARD.pad));
  return {
    id: spec.id,
    width,
    height: y + CARD.cell + 7,
    compact: false,
    titleY: 27,
    rows,
    seats: [],
  };
}

function flatWidth(need: RowNeed): number {
  if (need.row.kind === 'data') return needWidth(need);
  if (need.row.kind === 'count') return countWidth(need.row);
  return rowWidth(need, true) - 2 * (need.row.kind === 'cell' ? CARD.inset : CARD.pad);
}

/** A blk reference is an edge alone: it leaves the card at the height of its data. */
function anchors(spec: CardSpec, width: number, y: number): RowPlace[] {
  const links = spec.rows.filter(({ row }) => row.kind === 'link');
  return links.map(({ row, holders }) => ({
    row,
    x: 0,
    y: y - CARD.cell / 2,
    width,
    height: CARD.cell,
    holders,
  }));
}

/** Flags as icons and the data's chips on the one line, as far as there is room behind the title. */
function layCompact(spec: CardSpec, width: number): CardPlan {
  const middle = CARD.compact / 2;
  const title = CARD.pad + (spec.letter ? 0 : titleWidth(spec.title) + 6);
  const rows: RowPlace[] = [];
  let right = width - CARD.pad - (spec.badge === '' ? besideTitle(spec.note) : 0);
  for (const { row, holders, texts } of spec.rows
    .filter((need) => need.row.kind === 'data')
    .toReversed()) {
    const wide = needWidth({ texts });
    if (right - wide < title) break;
    right -= wide;
    rows.push({
      row,
      holders,
      x: right,
      y: middle - CARD.chip / 2,
      width: wide,
      height: CARD.chip,
    });
    right -= CARD.chipGap;
  }
  const flags = spec.rows.filter(({ row }) => row.kind === 'flag');
  const icons = right - 2 - flags.length * FLAG_STEP;
  if (icons >= title) {
    flags.forEach(({ row, holders }, at) =>
      rows.push({
        row,
        holders,
        x: icons + at * FLAG_STEP,
        y: middle - 8,
        width: CARD.flag,
        height: 16,
      }),
    );
  }
  rows.push(...anchors(spec, width, middle));
  return { id: spec.id, width, height: CARD.compact, compact: true, titleY: 27, rows, seats: [] };
}

/** A page's note is shown only on its full card, instead of its badge. */
function besideTitle(note: string): number {
  return note === '' ? 0 : labelWidth(note, TEXT.small) + 8;
}

const FLAG_STEP = CARD.flag + 4;
