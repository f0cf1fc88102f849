// What is wrong with a picture of the page, measured in the page itself: text that is cut or covered, text that is too
// small, marks that leave the picture, tokens that lie on one another. The functions below `flaws` run in the page: they
// are sent there as text, so they use nothing but each other.
import type { Page } from './page.ts';

/** Everything that is wrong, one sentence each, without repetition; `least`: CSS pixels of the smallest text. */
export async function flaws(page: Page, { least }: { readonly least: number }): Promise<string[]> {
  const functions = PAGE_FUNCTIONS.map(String).join('\n');
  return page.evaluate<string[]>(`(() => { ${functions}\nreturn measure(${least}); })()`);
}

/** All of it can be hit while it is measured, whatever lets the pointer through. */
function measure(least: number): string[] {
  const probe = document.createElement('style');
  probe.textContent =
    '*{pointer-events:auto!important} svg *{pointer-events:visiblePainted!important}';
  document.head.append(probe);
  const wider = document.documentElement.scrollWidth - innerWidth;
  const found = new Set([
    ...(wider > 0 ? [`the page is ${wider} px wider than the window`] : []),
    ...textFlaws(least),
    ...markFlaws(),
    ...tokenFlaws(),
    ...controlFlaws(),
  ]);
  probe.remove();
  return [...found];
}

function words(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, 60);
}

function placeOf(element: Element): string {
  const named = element.closest('[class]');
  return `.${named?.getAttribute('class')?.split(' ').at(-1) ?? element.tagName}`;
}

/** Seen, and not behind a dialog. */
function counts(element: Element): boolean {
  if (element.closest('.visually-hidden, script, style, title, desc, .cm-gutters')) return false;
  const dialog = document.querySelector('[role="dialog"]');
  if (dialog && !element.closest('[role="dialog"]')) return false;
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** Its full text is a hint away. */
function isWhole(element: Element): boolean {
  return element.closest('[title]') !== null || element.querySelector(':scope > title') !== null;
}

/** What can be seen of a box; null: nothing. `cut`: by something that does not scroll. */
function seenOf(element: Element, whole: DOMRect): { box: DOMRect | null; cut: boolean } {
  let [left, top, right, bottom] = [whole.left, whole.top, whole.right, whole.bottom];
  let [cut, scrollsX, scrollsY] = [false, false, false];
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    if (at instanceof SVGElement && !(at instanceof SVGSVGElement)) continue;
    const frame = at.getBoundingClientRect();
    const { overflowX, overflowY, position } = getComputedStyle(at);
    const cutsX = overflowX === 'hidden' || overflowX === 'clip';
    const cutsY = overflowY === 'hidden' || overflowY === 'clip';
    if (cutsX && !scrollsX) cut ||= left < frame.left - 2 || right > frame.right + 2;
    if (cutsY && !scrollsY) cut ||= top < frame.top - 4 || bottom > frame.bottom + 4;
    scrollsX ||= overflowX === 'auto' || overflowX === 'scroll';
    scrollsY ||= overflowY === 'auto' || overflowY === 'scroll';
    if (overflowX !== 'visible')
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
    if (overflowY !== 'visible')
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    if (position === 'fixed') break;
  }
  [left, right] = [Math.max(left, 0), Math.min(right, innerWidth)];
  [top, bottom] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
  const empty = right - left < 2 || bottom - top < 2;
  return { box: empty ? null : new DOMRect(left, top, right - left, bottom - top), cut };
}

/** Who lies over a text at its beginning, its middle or its end. */
function coverOf(element: Element, { left, right, width, y, height }: DOMRect): Element | null {
  const inset = Math.min(3, width / 4);
  for (const x of [left + inset, (left + right) / 2, right - inset]) {
    const hit = document.elementFromPoint(x, y + height / 2);
    if (hit && !hit.contains(element) && !element.contains(hit)) return hit;
  }
  return null;
}

function drawnSize(element: Element): number {
  const given = Number.parseFloat(getComputedStyle(element).fontSize);
  return element instanceof SVGGraphicsElement ? given * (element.getScreenCTM()?.a ?? 1) : given;
}

function textFlaws(least: number): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const element = node.parentElement;
    if (element && node.textContent?.trim() !== '' && counts(element))
      found.push(...flawsOfText(node, element, least));
  }
  return found;
}

function flawsOfText(node: Node, element: Element, least: number): string[] {
  const text = `“${words(node.textContent ?? '')}” in ${placeOf(element)}`;
  const size = drawnSize(element);
  const found = size < least - 0.05 ? [`small, ${size.toFixed(1)} px: ${text}`] : [];
  const shortened = element instanceof SVGElement && text.includes('…');
  if (shortened && !isWhole(element)) found.push(`cut: ${text}`);
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const rect of range.getClientRects()) {
    if (rect.width < 1) continue;
    const { box, cut } = seenOf(element, rect);
    if (cut && !isWhole(element)) found.push(`cut: ${text}`);
    if (!box || box.height < rect.height * 0.7) continue;
    const cover = coverOf(element, box);
    if (cover) found.push(`covered: ${text} by ${placeOf(cover)}`);
  }
  return found;
}

function markFlaws(): string[] {
  const pictures = [...document.querySelectorAll('.world-graph__picture')];
  return pictures.flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    const marks = [...svg.querySelectorAll('.wg-token, .wg-card, .wg-cycle, .wg-cycle__place')];
    return marks.flatMap((mark) => {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      const out = left < frame.left - 2 || right > frame.right + 2;
      if (!out && top >= frame.top - 2 && bottom <= frame.bottom + 2) return [];
      return [`out of the picture: ${mark.getAttribute('aria-label') ?? placeOf(mark)}`];
    });
  });
}

function tokenFlaws(): string[] {
  const tokens = [...document.querySelectorAll('.world-graph .wg-token')].map((token) => ({
    name: token.getAttribute('aria-label') ?? '',
    box: (token.querySelector('.wg-token__face') ?? token).getBoundingClientRect(),
  }));
  return tokens.flatMap((one, at) =>
    tokens.slice(at + 1).flatMap((other) => {
      const wide =
        Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high =
        Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      return wide > 2 && high > 2 ? [`tokens overlap: ${one.name} and ${other.name}`] : [];
    }),
  );
}

function controlFlaws(): string[] {
  const controls = [...document.querySelectorAll('button, a[href], [role="tab"]')].filter(counts);
  return controls.flatMap((control) => {
    const { box } = seenOf(control, control.getBoundingClientRect());
    if (!box) return [];
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!hit || control.contains(hit) || hit.contains(control)) return [];
    const name = control.getAttribute('aria-label') ?? words(control.textContent ?? '');
    return [`covered control: ${name} by ${placeOf(hit)}`];
  });
}

const PAGE_FUNCTIONS = [
  measure,
  words,
  placeOf,
  counts,
  isWhole,
  seenOf,
  coverOf,
  drawnSize,
  textFlaws,
  flawsOfText,
  markFlaws,
  tokenFlaws,
  controlFlaws,
];
