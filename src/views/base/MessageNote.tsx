// Who wrote, when, on which list, about what.

import type { Message } from '../../scenarios/chapters.ts';

export function MessageNote({ message }: { readonly message: Message }) {
  const { from, date, list, subject } = message;
  return (
    <p className="message-note">
      {from}, {date}, {list}
      {subject !== null && <span>: “{subject}”</span>}
    </p>
  );
}
