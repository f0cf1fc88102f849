// The catalogue: every scenario loads, says where it is from, and its cues are met.
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { lazily } from '../../base/lazily.ts';
import { enumerateConfigurations, kernelConfig } from '../../lang/program/configurations.ts';
import { buildModel, type Model, sitesOf } from '../../model/build/model.ts';
import { scenarioNames } from './catalogue.ts';
import { readCatalogue } from './catalogueIndex.ts';
import { FIRST_SCENARIO, indexedNames, indexedUses } from './scenarioUses.ts';
import { programs } from './catalogueReports.testing.ts';
import { loadScenario, loadText } from '../source/loadScenario.ts';

const titled = programs.map((program) => [program.name, program] as const);

describe('the catalogue', () => {
  it('has every scenario, in the order in which their story happened', () => {
    const entries = readCatalogue();
    expect(entries.map(({ name }) => name).toSorted()).toEqual(scenarioNames);
    const years = entries.map(({ year }) => year ?? 0);
    expect(years).toEqual(years.toSorted((a, b) => a - b));
    expect(scenarioNames).toContain(FIRST_SCENARIO);
    expect(indexedNames).toEqual(scenarioNames);
  });

  it('is indexed with the library files that each scenario uses', async () => {
    const uses = programs.map(({ name, files }) => {
      const used = files.slice(0, -1).map((file) => file.name);
      expect(indexedUses.get(name)).toEqual(used);
      return `${JSON.stringify(name)}:${JSON.stringify(used)}`;
    });
    const text = `{\n${uses.toSorted().join(',\n')}\n}\n`;
    await expect(text).toMatchFileSnapshot('../../scenarios/uses.json');
  });

  it.each(scenarioNames)('%s loads without a word', (name) => {
    expect(loadScenario(name)?.diagnostics).toEqual([]);
  });

  it('has no scenario of a name that nobody gave', () => {
    expect(loadScenario('nothing')).toBeNull();
  });

  it('finds the library for a text of somebody’s own', () => {
    const { program, diagnostics } = loadText(
      'mine.race',
      `use "vm.race"; tokens { Z, A }; pool struct page pages[1] named P; struct mm_struct mm0; task a 'a' { spin_lock(&mm0.page_table_lock); spin_unlock(&mm0.page_table_lock); }`,
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(program?.files.map(({ name }) => name)).toEqual(['vm.race', 'mine.race']);
  });
});

describe.each(titled)('%s', (_, program) => {
  it('has a title, a year, an author, a story and sources', () => {
    const { title, year, author, story, sources } = program;
    expect([title, author, story].every((text) => (text ?? '').length > 0)).toBe(true);
    expect(year).toBeGreaterThan(1990);
    expect(sources.every(({ text, mark }) => text !== '' && /^[SCMXI]$/.test(mark ?? ''))).toBe(
      true,
    );
    expect(sources.length).toBeGreaterThan(0);
  });

  it('has five to twelve cues, one sentence each, and no two alike', () => {
    const reported = program.cues.map(({ text }) => text);
    expect(reported.length).toBeGreaterThanOrEqual(5);
    expect(reported.length).toBeLessThanOrEqual(12);
    expect(reported.filter((text) => !/[.!?]$/.test(text) || /[.!?]\s/.test(text))).toEqual([]);
    expect(new Set(reported).size).toBe(reported.length);
  });

  it('says of each property what holds and what went wrong', () => {
    for (const { name, sentence, violation } of program.properties) {
      expect(sentence, name).not.toBeNull();
      expect(violation, name).toMatch(/^[A-Z].*[^.]$|^read\(\) .*[^.]$/);
      expect(violation?.toLowerCase(), name).not.toBe(sentence?.toLowerCase());
    }
  });

  it('opens on a kernel that it names, and each of them exists', () => {
    const names = program.kernels.map(({ name }) => name);
    if (program.opens !== null) expect(names).toContain(program.opens);
    for (const kernel of program.kernels) expect(kernelConfig(program, kernel)).not.toBeNull();
  });

  /** Every configuration is built once. */
  const models = lazily(() =>
    enumerateConfigurations(program).map(({ config }) => buildModel(program, config)),
  );

  it('has a step for each of its cues', () => {
    const anchors = new Set(models().flatMap(anchorsOf));
    const missed = program.cues.map(({ task, anchor }) => `${task} at ${anchor}`);
    expect(missed.filter((cue) => !anchors.has(cue))).toEqual([]);
  });

  it('has a sound start in every configuration, and packs it into a few words', () => {
    for (const { startFault, machine } of models()) {
      expect(startFault).toBeNull();
      expect(machine.words).toBeLessThanOrEqual(6);
    }
  });

  it('names its tasks by letters of their own', () => {
    const letters = program.tasks.map(({ letter }) => letter);
    expect(new Set(letters).size).toBe(letters.length);
    expect(at(letters, 0)).toMatch(/^[a-z]$/);
  });
});

/** Where a cue may stand in a model, as `task at anchor`: a call, a label, or the task's whole text. */
function anchorsOf(model: Model): string[] {
  return model.tasks.flatMap(({ name, index }) => {
    const sites = sitesOf(model, index);
    const anchors = sites.flatMap(({ calls, label }) => [...calls, label, name]);
    return anchors.map((anchor) => `${name} at ${anchor}`);
  });
}
