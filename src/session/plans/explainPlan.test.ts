// The explanation of a witness: asked for by itself, and given up with what it was about.
import { expect, it } from 'vitest';
import { explanationText } from '../../check/explain/explanation.ts';
import { exportRun } from '../state/exports.ts';
import { selectFinding } from '../state/select.ts';
import { toySession } from '../session/toySession.testing.ts';
import { selectExplained, selectStageExplanation } from './explainPlan.ts';

it('comes with the verdict, for the chosen property', () => {
  const { state, answerAll } = toySession('');
  expect(selectExplained(state())).toBeNull();
  answerAll();
  const explained = selectExplained(state());
  expect(explained?.witness).toBe(selectFinding(state())?.witness);
  expect(explained?.answer.kind).toBe('done');
});

it('speaks of the run on the stage only where that is the witness', () => {
  const { session, state, answerAll } = toySession('');
  answerAll();
  expect(selectStageExplanation(state())).toBeNull();
  const finding = selectFinding(state());
  session.showStep(finding?.witness ?? '', 1);
  const explanation = selectStageExplanation(state());
  expect(explanation?.property).toBe(finding?.property);
  expect(explanation && explanationText(explanation)).toMatch(/^It does not hold that/);
});

it('makes the copied run brief at its end', () => {
  const { session, state, answerAll } = toySession('');
  answerAll();
  const witness = selectFinding(state())?.witness ?? '';
  session.showStep(witness, 1);
  const explanation = selectStageExplanation(state());
  expect(exportRun(state(), explanation)).toContain('1 step');
  session.showStep(witness, state().playback.run.moves.length);
  expect(exportRun(state(), explanation)).toContain('It does not hold that');
});
