// A phrase of an explanation: tasks in their colour, names of code in the code font.

import type { Part, Phrase } from '../../session/player/explanation.ts';
import './PhraseText.css';

export function PhraseText({ phrase }: { readonly phrase: Phrase }) {
  return phrase.map((part, i) => <PartText key={i} part={part} />);
}

function PartText({ part }: { readonly part: Part }) {
  if (typeof part === 'string') return part;
  if (part.kind === 'task') {
    return (
      <b className="phrase-task" data-task={part.task % 8}>
        {part.text}
      </b>
    );
  }
  return <span className="code">{part.text}</span>;
}
