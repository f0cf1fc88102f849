// What a verdict `holds` depends on: one line, and on request the assumptions from each function's comment.

import type { HidingNote, RestsOn } from '../../check/verdict/restsOn.ts';
import './VerdictRests.css';

export function VerdictRests({ short, notes }: RestsOn) {
  return (
    <details className="verdict-rests">
      <summary>Rests on {short}</summary>
      <ul>
        {notes.map((note, i) => (
          <li key={i}>
            <span className="code">{note.function}()</span>, {note.file}, {sentence(note)}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** `leaves out readahead: may hide races (it fills other pages)`. */
function sentence({ kind, what, effects, reason }: HidingNote): string {
  const may = effects.map((effect) => effect.replace('s ', ' ')).join(' and ');
  return `${kind} ${what}: may ${may}${reason === null ? '' : ` (${reason})`}`;
}
