// What a search of the beat's configuration found: which properties some order breaks, or that none does.

import type { Finding, Report } from '../../check/verdict/report.ts';
import type { StagePlace } from '../../session/talk/openedTalk.ts';
import { useTalk } from './useTalk.ts';

export function TalkVerdict({ place }: { readonly place: StagePlace }) {
  const { context } = useTalk().snapshot;
  const report = context.reports.get(place.key);
  if (report === undefined)
    return (
      <p className="talk-verdict" aria-busy="true">
        Searching every order of steps…
      </p>
    );
  const broken = report.findings.filter(({ verdict }) => verdict === 'violated');
  return (
    <div className="talk-verdict" data-bad={broken.length > 0}>
      <p>{verdictSentence(report, broken)}</p>
      {broken.length > 0 && (
        <ul>
          {broken.slice(0, 2).map(({ property, violation }) => (
            <li key={property}>{violation}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function verdictSentence(report: Report, broken: readonly Finding[]): string {
  const states = report.states.toLocaleString('en-US');
  if (broken.length > 0) return `Some order breaks it (${states} states searched).`;
  if (report.limits.length > 0)
    return `Nothing broke in ${states} states; the search reached a limit.`;
  return `No order breaks it: all ${states} states were searched.`;
}
