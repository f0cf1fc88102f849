// One line that the page says once: of a link, a kernel, the checker. A newer one on the same
// topic takes its place.

export type Topic = 'link' | 'kernel' | 'text' | 'checker';

export interface Notice {
  readonly topic: Topic;
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  /** What its button does, beside putting it away. */
  readonly action?: 'download';
}

export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...withoutTopic(notices, notice.topic), notice];
}

export function withoutTopic(notices: readonly Notice[], topic: Topic): readonly Notice[] {
  return notices.filter((notice) => notice.topic !== topic);
}
