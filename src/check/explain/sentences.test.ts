// The sentence and the decisive orders of every violated opening of the catalogue, in one file that people read.
import { expect, it } from 'vitest';
import { violatedOpenings } from './catalogueOpenings.testing.ts';
import { enoughText, type Explanation, explanationText, orderText } from './explanation.ts';

const openings = violatedOpenings();

function described(explanation: Explanation): string[] {
  const { orders, enough, idiom, guilty } = explanation;
  return [
    `  ${explanationText(explanation)}`,
    ...orders.map((order, i) => `  ${i + 1}. ${orderText(order)}${under(order.locks)}`),
    ...(enough === null ? [] : [`  ${enoughText(enough)}`]),
    `  ${[idiom, guilty === null ? null : `guilty step ${guilty}`].filter(Boolean).join(', ')}`,
  ];
}

function under(locks: readonly string[]): string {
  return locks.length === 0 ? '' : `, both under ${locks.join(', ')}`;
}

it('says of every violated opening what decided', async () => {
  const text = openings.map(({ name, kernel, property, witness, explanation }) =>
    [
      `${name}, ${kernel ?? 'defaults'}, ${property}, ${witness.length} steps`,
      ...described(explanation),
    ].join('\n'),
  );
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot('sentences.txt');
});

it('finds at most eight orders for each, and a sentence without loose ends', () => {
  for (const { name, explanation } of openings) {
    expect(explanation.orders.length, name).toBeLessThanOrEqual(8);
    expect(explanationText(explanation), name).toMatch(/^[A-Za-z].*[.!?]$/);
    expect(explanationText(explanation), name).not.toMatch(/undefined|\(null\)|  /);
  }
});
