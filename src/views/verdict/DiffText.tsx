// A unified diff, with added and removed lines marked.

interface DiffTextProps {
  readonly text: string;
}

export function DiffText({ text }: DiffTextProps) {
  const lines = text.trimEnd().split('\n');
  return (
    <pre className="diff">
      {lines.map((line, i) => (
        <span key={i} className={classOf(line)}>
          {line}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function classOf(line: string): string | undefined {
  if (/^(---|\+\+\+|@@)/.test(line)) return 'diff-head';
  if (line.startsWith('+')) return 'diff-added';
  return line.startsWith('-') ? 'diff-removed' : undefined;
}
