// What the address of an embedded stage asks for: `?embed`, and behind it what is shown beside the world.

export interface EmbedOptions {
  readonly code: boolean;
  readonly time: boolean;
  /** Whether the player's buttons are shown. */
  readonly controls: boolean;
  /** Null: the system's. */
  readonly theme: 'light' | 'dark' | null;
  /** The only origin whose messages are accepted; null: that of the page around the frame, whichever it is. */
  readonly origin: string | null;
}

/** Null where the address does not ask for an embedded stage. */
export function readEmbedOptions(search: string): EmbedOptions | null {
  const asked = new URLSearchParams(search);
  if (!asked.has('embed')) return null;
  const theme = asked.get('theme');
  return {
    code: asked.has('code'),
    time: asked.has('time'),
    controls: asked.get('controls') !== 'none',
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    origin: asked.get('origin'),
  };
}
