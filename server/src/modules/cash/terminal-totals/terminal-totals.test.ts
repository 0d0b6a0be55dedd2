import { expect, it } from 'vitest';
import { differenceOf } from './terminal-totals.ts';

const ours = { count: 2, fen: 300 };
const sales = { count: 3, fen: 500 };
const reversals = { count: 1, fen: 200 };

it.each([
  ['a sale was taken back: they agree', { netFen: 300, sales, reversals }, undefined],
  ['sale at the terminal the books do not know', { netFen: 500, sales }, { fen: 200, sales: 1 }],
  ['sale of the books the terminal does not know', { netFen: 100 }, { fen: -200, sales: undefined }],
  ['two that cancel out are still two', { netFen: 300, sales }, { fen: 0, sales: 1 }],
] as const)('%s', (_, told, difference) => {
  expect(differenceOf({ outcome: 'told', ...told }, ours)).toEqual(difference);
});
