// The permalink codec: what a link says, as a short readable hash and back. It knows the
// form alone; whether the names in it exist is asked where the scenarios are known.
//
//   #/SCENARIO
//   #/SCENARIO/CONFIGURATION
//   #/SCENARIO/CONFIGURATION/SCHEDULE@POSITION~FINGERPRINT
//
//   #/hole-punch/2.6.23,page=cached/f3p5w2@7~k3f9
//
// Side by side with another kernel, that one's configuration follows a `!`:
//
//   #/hole-punch/2.6.23!5.15/f3p5w2@7~k3f9
//
// A scenario of somebody's own (its name ends in `.race`) brings its text along, behind a `:`:
//
//   #/slot.race/default/f@1~k3f9:TEXT
//
// CONFIGURATION is a kernel's name, then the options that differ from it, each `name=value`
// (`on` and `off` for a switch); without a kernel they differ from the scenario's defaults,
// and `default` stands where nothing differs. A name is percent-encoded, its spaces are `+`.
// The fingerprint comes last, so that a link that was cut short shows it.

import type { Config } from '../verdict/report.ts';
import type { UnpackedText } from './textLink.ts';

/** Packs the texts that links carry, and reads them: a part by itself, since most links carry none. */
export interface TextCodec {
  packText(text: string): string;
  unpackText(payload: string): UnpackedText;
}

export type Link =
  /** A scenario as it opens by itself. */
  | { readonly scenario: string; readonly configuration: null; readonly run: null }
  /** `run` null: the initial state. */
  | {
      readonly scenario: string;
      readonly configuration: LinkedConfiguration;
      readonly run: LinkedRun | null;
      /** The configuration shown beside it; absent or null: none. */
      readonly beside?: LinkedConfiguration | null;
    };

export interface LinkedConfiguration {
  readonly kernel: string | null;
  /** Only what differs from the kernel, or without one from the scenario's defaults. */
  readonly options: Config;
}

export interface LinkedRun {
  /** At least one step, such as `f3c.m2p5`. */
  readonly schedule: string;
  /** How many steps are taken: 0 to the schedule's length. */
  readonly at: number;
  /** Four letters and digits of the step structure; null when the link carries none. */
  readonly fingerprint: string | null;
}

export type LinkPart =
  | 'link'
  | 'scenario'
  | 'kernel'
  | 'option'
  | 'schedule'
  | 'position'
  | 'fingerprint'
  | 'text';

/** What is wrong with a link and where: `at` counts characters of the hash from 0. */
export interface LinkDamage {
  readonly part: LinkPart;
  readonly at: number;
  /** The offending text, cut to a length that fits a line. */
  readonly text: string;
  /** One sentence for the visitor. */
  readonly message: string;
}

export type ParsedLink =
  /** No link at all: `''`, `#` or `#/`. */
  | { readonly kind: 'none' }
  /** `text`: the scenario's, where the link brings it along and there is a codec to read it. */
  | { readonly kind: 'link'; readonly link: Link; readonly text: string | null }
  | { readonly kind: 'damaged'; readonly damage: LinkDamage };

/**
 * Longer addresses are cut by what carries them: 8 KB is the longest line that common web servers
 * take in a request, and forwarding and preview services pass the whole address on in one.
 */
export const maxLinkLength = 8000;

/** Far above any run that a person takes; it keeps `f99999999` from replaying for hours. */
export const maxLinkSteps = 1000;

/** The hash of a link, `#` included. `packed`: the scenario's text, as `packText` gives it. */
export function formatLink(link: Link, packed: string | null = null): string {
  const segments = [encodeName(link.scenario)];
  if (link.configuration !== null) segments.push(formatConfigurations(link));
  if (link.run !== null) segments.push(formatRun(link.run));
  const text = packed === null ? '' : `:${packed}`;
  return `#/${segments.join('/')}${text}`;
}

/** Whether a hash brings a text along. */
export function carriesText(hash: string): boolean {
  return hash.includes(':');
}

/** Reads a hash, `#` included or not. Never throws, whatever the text. */
export function parseLink(hash: string, codec: TextCodec | null = null): ParsedLink {
  if (hash === '' || hash === '#' || hash === '#/') return { kind: 'none' };
  try {
    return { kind: 'link', ...readWhole(hash, codec) };
  } catch (error) {
    if (error instanceof Damaged) return { kind: 'damaged', damage: error.damage };
    throw error;
  }
}

/** How many steps a well-formed schedule asks for. */
export function scheduleLength(schedule: string): number {
  let steps = 0;
  for (const [, count] of schedule.matchAll(stepPattern))
    steps += count === undefined ? 1 : Number(count);
  return steps;
}

const stepPattern = /[a-z](?:\.[a-zA-Z_]+)?([1-9]\d*)?/g;
const unreported = 'default';

function formatConfigurations({
  configuration,
  beside = null,
}: Extract<Link, { readonly beside?: unknown }>): string {
  const own = formatConfiguration(configuration);
  return beside === null ? own : `${own}${BESIDE}${formatConfiguration(beside)}`;
}

/** Between two configurations that are shown side by side. */
const BESIDE = '!';

function formatConfiguration(configuration: LinkedConfiguration): string {
  const items = Object.entries(configuration.options).map(
    ([name, value]) => `${encodeName(name)}=${formatValue(value)}`,
  );
  if (configuration.kernel !== null) items.unshift(escapeWord(configuration.kernel, [unreported]));
  return items.length === 0 ? unreported : items.join(',');
}

function formatValue(value: boolean | string): string {
  if (value === true) return 'on';
  if (value === false) return 'off';
  return escapeWord(value, ['on', 'off']);
}

function formatRun(run: LinkedRun): string {
  const end = run.fingerprint === null ? '' : `~${run.fingerprint}`;
  return `${run.schedule}@${run.at}${end}`;
}

function encodeName(name: string): string {
  return encodeURIComponent(name).replaceAll('%20', '+').replaceAll(BESIDE, '%21');
}

/** A name that reads like one of the codec's own words has its first letter encoded. */
function escapeWord(name: string, words: readonly string[]): string {
  const encoded = encodeName(name);
  if (!words.includes(encoded)) return encoded;
  return `%${encoded.charCodeAt(0).toString(16).toUpperCase()}${encoded.slice(1)}`;
}

/** Carries the damage out of the reading; it never leaves this file. */
class Damaged extends Error {
  readonly damage: LinkDamage;
  constructor(damage: LinkDamage) {
    super(damage.message);
    this.damage = damage;
  }
}

/** A piece of the hash and where it begins. */
interface Piece {
  readonly text: string;
  readonly at: number;
}

function damaged(part: LinkPart, piece: Piece, wrong: string): never {
  const text = piece.text.length > 24 ? `${piece.text.slice(0, 23)}…` : piece.text;
  const shown = text === '' ? `the ${part}` : `the ${part} “${text}”`;
  const subject = part === 'link' ? 'it' : shown;
  const message = `This link is damaged at character ${piece.at + 1}: ${subject} ${wrong}.`;
  throw new Damaged({ part, at: piece.at, text, message });
}

function readWhole(
  hash: string,
  codec: TextCodec | null,
): { readonly link: Link; readonly text: string | null } {
  const whole = { text: hash, at: 0 };
  if (hash.length > maxLinkLength) {
    damaged('link', whole, `is ${hash.length} characters long, and the limit is ${maxLinkLength}`);
  }
  const [head = whole, ...rest] = split(whole, ':');
  const link = readLink(head.text);
  const [first] = rest;
  if (first === undefined || codec === null) return { link, text: null };
  return { link, text: readText({ text: hash.slice(first.at), at: first.at }, codec) };
}

function readText(piece: Piece, codec: TextCodec): string {
  const unpacked = codec.unpackText(piece.text);
  return unpacked.ok ? unpacked.text : damaged('text', piece, unpacked.wrong);
}

function readLink(hash: string): Link {
  const whole = { text: hash, at: 0 };
  const start = hash.startsWith('#') ? 1 : 0;
  if (hash[start] !== '/')
    damaged('link', { text: hash, at: start }, 'does not begin with “/” and a scenario’s name');
  const pieces = split({ text: hash.slice(start + 1), at: start + 1 }, '/');
  const [scenario, configuration, run, more] = pieces;
  if (more !== undefined) damaged('link', more, 'goes on after the run');
  const name = readName('scenario', scenario ?? whole);
  if (configuration === undefined) return { scenario: name, configuration: null, run: null };
  const [own = configuration, beside, third] = split(configuration, BESIDE);
  if (third !== undefined) damaged('kernel', third, 'is the third, and two stand side by side');
  return {
    scenario: name,
    configuration: readConfiguration(own),
    run: run === undefined ? null : readRun(run),
    ...(beside === undefined ? {} : { beside: readConfiguration(beside) }),
  };
}

function split(piece: Piece, separator: string): Piece[] {
  let at = piece.at;
  return piece.text.split(separator).map((text) => {
    const part = { text, at };
    at += text.length + separator.length;
    return part;
  });
}

function readName(part: LinkPart, piece: Piece): string {
  if (piece.text === '') damaged(part, piece, 'is missing');
  try {
    return decodeURIComponent(piece.text.replaceAll('+', ' '));
  } catch {
    return damaged(part, piece, 'has a “%” without two digits of a character behind it');
  }
}

function readConfiguration(piece: Piece): LinkedConfiguration {
  if (piece.text === unreported) return { kernel: null, options: {} };
  const [first, ...rest] = split(piece, ',');
  const named = first !== undefined && !first.text.includes('=');
  const options = new Map<string, boolean | string>();
  for (const item of named ? rest : split(piece, ',')) readOption(item, options);
  return { kernel: named ? readName('kernel', first) : null, options: Object.fromEntries(options) };
}

function readOption(piece: Piece, options: Map<string, boolean | string>): void {
  const [name, value, more] = split(piece, '=');
  if (name === undefined || value === undefined)
    damaged('option', piece, 'has no value (name=value)');
  if (more !== undefined) damaged('option', piece, 'has two values');
  const key = readName('option', name);
  if (options.has(key)) damaged('option', piece, 'is given twice');
  options.set(key, readValue(value));
}

function readValue(piece: Piece): boolean | string {
  if (piece.text === 'on') return true;
  if (piece.text === 'off') return false;
  return readName('option', piece);
}

function readRun(piece: Piece): LinkedRun {
  const [body, fingerprint, more] = split(piece, '~');
  if (more !== undefined) damaged('fingerprint', more, 'comes after another one');
  const [schedule, position, second] = split(body ?? piece, '@');
  if (second !== undefined) damaged('position', second, 'comes after another one');
  const steps = readSchedule(schedule ?? piece);
  return {
    schedule: schedule?.text ?? '',
    at: position === undefined ? steps : readPosition(position, steps),
    fingerprint: fingerprint === undefined ? null : readFingerprint(fingerprint),
  };
}

/** Checks the schedule's form and returns its length in steps. */
function readSchedule(piece: Piece): number {
  if (piece.text === '') damaged('schedule', piece, 'is missing');
  let read = 0;
  for (const match of piece.text.matchAll(stepPattern)) {
    if (match.index !== read) break;
    read += match[0].length;
  }
  if (read < piece.text.length) {
    const wrong = { text: piece.text.slice(read), at: piece.at + read };
    damaged('schedule', wrong, 'does not go on with a task’s letter, a choice (.x) or a number');
  }
  return boundedLength(piece);
}

function boundedLength(piece: Piece): number {
  const steps = scheduleLength(piece.text);
  if (steps > maxLinkSteps)
    damaged('schedule', piece, `asks for ${steps} steps, and the limit is ${maxLinkSteps}`);
  return steps;
}

function readPosition(piece: Piece, steps: number): number {
  if (!/^\d{1,6}$/.test(piece.text)) damaged('position', piece, 'is not a number');
  const at = Number(piece.text);
  if (at > steps) damaged('position', piece, `lies beyond the ${steps} steps of the schedule`);
  return at;
}

function readFingerprint(piece: Piece): string {
  if (piece.text.length < 4)
    damaged('fingerprint', piece, 'is shorter than four letters: the link was cut short');
  if (!/^[0-9a-zA-Z]{4}$/.test(piece.text))
    damaged('fingerprint', piece, 'is not four letters and digits');
  return piece.text;
}
