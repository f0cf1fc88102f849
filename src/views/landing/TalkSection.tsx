// The talks of the collection on the landing page.

import { LISTED_TALKS } from '../../session/talk/listedTalks.ts';
import { OfflineSign } from '../base/OfflineSign.tsx';
import './TalkSection.css';

export function TalkSection() {
  return (
    <section className="talk-section" aria-labelledby="talks">
      <h2 id="talks">Talks to give</h2>
      <ul>
        {LISTED_TALKS.map(({ name, title, minutes, about }) => (
          <li key={name}>
            <a href={`#talk/${name}`}>{title}</a> <span>{minutes} minutes</span>
            <p>{about}</p>
          </li>
        ))}
      </ul>
      <OfflineSign />
    </section>
  );
}
