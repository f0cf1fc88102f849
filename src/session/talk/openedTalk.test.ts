import { expect, it } from 'vitest';
import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import { kernelLibrary, scenarioTexts } from '../../check/source/library.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../../check/verdict/checkConfiguration.ts';
import { parseTalk } from '../../talk/parseTalk.ts';
import { libraryOf } from '../state/library.ts';
import { withFiles } from '../state/ownFile.ts';
import { LISTED_TALKS } from './listedTalks.ts';
import { openTalk, type StagePlace } from './openedTalk.ts';
import { gradeTalkVote } from './talkVote.ts';

const library = withFiles(
  libraryOf({ kernel: kernelLibrary, scenarios: scenarioTexts }, scenarioNames, 'hole-punch'),
  new Map(),
);

const TEXTS = import.meta.glob<string>('../../talks/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

function opened(name: string) {
  return openTalk(parseTalk(TEXTS[`../../talks/${name}.md`] ?? '').talk, library);
}

function reportOf({ program, configuration }: StagePlace) {
  const options = { limits: DEFAULT_LIMITS, switches: false, reduce: [], now: () => 0 };
  const search = checkConfiguration(program, configuration.config, options);
  let step = search.next();
  while (!step.done) step = search.next();
  return step.value;
}

it('lists every talk of the collection as its file says', () => {
  const files = Object.keys(TEXTS).map((path) => path.replace(/^.*\/|\.md$/g, ''));
  expect(LISTED_TALKS.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  for (const { name, title, minutes } of LISTED_TALKS)
    expect(opened(name).talk).toMatchObject({ title, minutes });
});

it.each(LISTED_TALKS.map(({ name }) => name))('%s: every permalink is followed', (name) => {
  const problems = opened(name).beats.flatMap(({ beat, problem }) =>
    problem === null ? [] : [`${beat.title}: ${problem}`],
  );
  expect(problems).toEqual([]);
});

it.each(LISTED_TALKS.map(({ name }) => name))('%s: the model grades every vote', (name) => {
  for (const { beat, places } of opened(name).beats) {
    const { scene } = beat;
    const [place] = places;
    if (scene.kind !== 'vote' || place === undefined) continue;
    const report = scene.question.kind === 'does it hold' ? reportOf(place) : null;
    const graded = gradeTalkVote(scene, place, report);
    expect(graded, beat.title).toMatchObject({ kind: 'graded' });
    if (graded.kind !== 'graded') continue;
    expect(graded.options.filter(({ right }) => right).length, beat.title).toBe(1);
  }
});
