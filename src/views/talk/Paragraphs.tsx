// Paragraphs of a talk.

import type { Paragraph, Piece } from '../../talk/talk.ts';

export function Paragraphs({ text }: { readonly text: readonly Paragraph[] }) {
  return text.map((paragraph, i) => (
    <p key={i}>
      {paragraph.map((piece, j) => (
        <PieceText key={j} {...piece} />
      ))}
    </p>
  ));
}

function PieceText({ kind, text }: Piece) {
  if (kind === 'code') return <code>{text}</code>;
  if (kind === 'strong') return <strong>{text}</strong>;
  return kind === 'emphasis' ? <em>{text}</em> : text;
}
