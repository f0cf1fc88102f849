// Models in their natural form, side by side in one SPIN verifier, which is told at its start which of them runs.

import { spinWords } from './spinWords.testing.ts';

/** Models side by side: only the processes of the one that is chosen are ever started. */
export function joinedNatural(texts: readonly string[]): string {
  const models = texts.map((text, model) => apart(text, model));
  const starts = models.map(({ start }, model) => `   :: c_expr{chosen_model == ${model}} -> ${start}`); // prettier-ignore
  const locals = models.flatMap(({ locals: own }) => own);
  return [
    ...models.map(({ rest }) => rest),
    'init {',
    ...locals,
    '   if',
    ...starts,
    '   fi',
    '}',
  ].join('\n');
}

/** A model with names of its own, and what its `init` declares and does. */
function apart(text: string, model: number) {
  const renamed = text
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/\b[A-Za-z_]\w*\b/g, (word) => (spinWords.has(word) ? word : `${word}__${model}`));
  const [rest = '', init = ''] = renamed.split(/^init \{\n/m);
  const [declared = '', body = ''] = init.split(/^   atomic \{\n/m);
  return {
    rest,
    locals: declared.split('\n').filter((line) => line.trim() !== ''),
    start: `atomic {\n${body.replace(/^\}\s*$/m, '')}`,
  };
}
