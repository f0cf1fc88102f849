// From a key press to its command. The focused element takes precedence: text keys belong to a text field, arrows to
// a slider or a tab, Space to a button.

/** The keys that a focused element handles itself. */
export type Claim = 'everything' | 'arrows' | 'presses';

export interface KeyPress {
  /** As the browser names it: `ArrowRight`, ` `, `z`, `?`. */
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
}

/** The part of an element that decides which keys it handles. */
export interface Focused {
  readonly tagName: string;
  readonly isContentEditable?: boolean;
  readonly parentElement: Focused | null;
  getAttribute(name: string): string | null;
}

/** The keys in a row of the command table. */
export interface Keyed {
  /** `Space`, `ArrowRight`, `1`, `?`, `Mod+z` (Control or Command), `Mod+Shift+z`. */
  readonly keys: readonly string[];
  /** Held down, it repeats; a toggle does not. */
  readonly repeats: boolean;
}

/** The first of `commands` for the press, given the keys that the focused element handles. */
export function commandOf<T extends Keyed>(
  press: KeyPress,
  claims: ReadonlySet<Claim>,
  commands: readonly T[],
  characterKeys: boolean,
): T | null {
  if (claims.has('everything') || press.altKey) return null;
  const chord = chordOf(press);
  if (claims.has('arrows') && moving.has(chord)) return null;
  if (claims.has('presses') && chord === 'Space') return null;
  if (!characterKeys && chord.length === 1) return null;
  const meant = commands.find(({ keys }) => keys.includes(chord)) ?? null;
  return press.repeat && meant?.repeats === false ? null : meant;
}

/** Shift counts with Control and Command only: `?` is a key of its own on every layout. */
export function chordOf({ key, ctrlKey, metaKey, shiftKey }: KeyPress): string {
  const name = key === ' ' ? 'Space' : key;
  if (!ctrlKey && !metaKey) return name;
  const letter = name.length === 1 ? name.toLowerCase() : name;
  return shiftKey ? `Mod+Shift+${letter}` : `Mod+${letter}`;
}

/** The keys that the focused element and its ancestors handle. */
export function claimsOf(focused: Focused | null): ReadonlySet<Claim> {
  const claims = new Set<Claim>();
  for (let element = focused; element !== null; element = element.parentElement) {
    for (const claim of claimsOfOne(element)) claims.add(claim);
  }
  return claims;
}

/** The keys as `aria-keyshortcuts` wants them. */
export function ariaKeys({ keys }: Keyed): string {
  return keys.map((chord) => chord.replace('Mod+', 'Control+')).join(' ');
}

const moving = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

const claimsByTag: Readonly<Record<string, readonly Claim[]>> = {
  TEXTAREA: ['everything'],
  SELECT: ['everything'],
  DIALOG: ['everything'],
  BUTTON: ['presses'],
  A: ['presses'],
  SUMMARY: ['presses'],
};

const claimsByRole: Readonly<Record<string, readonly Claim[]>> = {
  textbox: ['everything'],
  searchbox: ['everything'],
  combobox: ['everything'],
  spinbutton: ['everything'],
  dialog: ['everything'],
  alertdialog: ['everything'],
  menu: ['everything'],
  listbox: ['everything'],
  slider: ['arrows'],
  scrollbar: ['arrows'],
  radiogroup: ['arrows', 'presses'],
  tablist: ['arrows', 'presses'],
  tab: ['arrows', 'presses'],
  tree: ['arrows', 'presses'],
  grid: ['arrows', 'presses'],
  button: ['presses'],
  link: ['presses'],
  checkbox: ['presses'],
  switch: ['presses'],
};

const claimsByInput: Readonly<Record<string, readonly Claim[]>> = {
  range: ['arrows'],
  radio: ['arrows', 'presses'],
  checkbox: ['presses'],
  button: ['presses'],
  submit: ['presses'],
  reset: ['presses'],
};

function claimsOfOne(element: Focused): readonly Claim[] {
  if (element.isContentEditable === true) return ['everything'];
  const role = claimsByRole[element.getAttribute('role') ?? ''] ?? [];
  if (element.tagName !== 'INPUT') return [...role, ...(claimsByTag[element.tagName] ?? [])];
  return [...role, ...(claimsByInput[element.getAttribute('type') ?? ''] ?? ['everything'])];
}
