// One line that the page shows once: about a link, a kernel, a text or the checker. A newer one on the
// same topic replaces it.

export type Topic = 'link' | 'kernel' | 'text' | 'checker';

export interface Notice {
  readonly topic: Topic;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  /** What its button does, besides dismissing it. */
  readonly action?: 'download';
}

export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...withoutTopic(notices, notice.topic), notice];
}

export function withoutTopic(notices: readonly Notice[], topic: Topic): readonly Notice[] {
  return notices.filter((notice) => notice.topic !== topic);
}
