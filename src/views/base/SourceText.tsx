// The text of a source. Commit ids and CVE numbers in it lead to where they can be read.

const IDS = /\b([0-9a-f]{12,40}|CVE-\d{4}-\d{4,7})\b/;

export function SourceText({ text }: { readonly text: string }) {
  return text.split(IDS).map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      <a key={i} href={addressOf(part)} target="_blank" rel="noreferrer">
        {part}
      </a>
    ),
  );
}

function addressOf(id: string): string {
  return id.startsWith('CVE-')
    ? `https://www.cve.org/CVERecord?id=${id}`
    : `https://git.kernel.org/torvalds/c/${id}`;
}
