// Which addresses are talks', without the code that shows them: main.tsx asks this before anything is loaded.

/** `#talk/…`, `#speaker/…` or `#edit-talk/…`. */
export function isTalkHash(hash: string): boolean {
  return /^#(talk|speaker|edit-talk)\//.test(hash);
}

/** The address without its beat: equal for all beats of one view of a talk. */
export function talkKeyOf(hash: string): string {
  return hash.replace(/\/\d+(?=:|$)/, '');
}
