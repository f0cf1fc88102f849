// How much memory a search may take: offered where a limit was named.

import { byteChoices } from '../../session/state/panels.ts';

export interface SearchBudgetProps {
  readonly maxBytes: number;
  readonly onMaxBytes: (bytes: number) => void;
}

export function SearchBudget({ maxBytes, onMaxBytes }: SearchBudgetProps) {
  const choices = [...new Set([...byteChoices, maxBytes])].toSorted((a, b) => a - b);
  return (
    <label className="verdict-budget">
      Memory for a search
      <select value={maxBytes} onChange={({ target }) => onMaxBytes(Number(target.value))}>
        {choices.map((bytes) => (
          <option key={bytes} value={bytes}>
            {sizeText(bytes)}
          </option>
        ))}
      </select>
    </label>
  );
}

function sizeText(bytes: number): string {
  const megabytes = bytes / 2 ** 20;
  return megabytes >= 1024 ? `${megabytes / 1024} GB` : `${megabytes} MB`;
}
