// The texts of the collection's talks, each fetched when it is opened.

const TEXTS: Readonly<Record<string, () => Promise<string>>> = import.meta.glob<string>(
  '../talks/*.md',
  { query: '?raw', import: 'default' },
);

/** Null: there is no talk of that name. Rejects where it cannot be fetched. */
export async function fetchTalk(name: string): Promise<string | null> {
  return (await TEXTS[`../talks/${name}.md`]?.()) ?? null;
}
