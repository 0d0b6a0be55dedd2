import { describe, expect, it } from 'vitest';
import { billLines, digitsOf, explainCharge, standingOf, stayPeriodText } from './parking-stays.ts';
import { chargeFor, type StayTariff } from './stay-tariff.ts';

/** 30 minutes free, the first hour 5 yuan, then 2 yuan an hour, 20 yuan at most. */
const TARIFF: StayTariff = {
  freeMinutes: 30,
  firstMinutes: 60,
  firstFen: 500,
  blockMinutes: 60,
  blockFen: 200,
  capFen: 2_000,
  graceMinutes: 15,
};
const DAY = 1_440;

describe('price of a stay', () => {
  it.each([
    ['no minute', 0, 0],
    ['the last free minute', 30, 0],
    ['a minute more: charged from entry', 31, 500],
    ['the whole first hour', 60, 500],
    ['a block that was only begun', 61, 700],
    ['3 hours 20', 200, 1_100],
    ['the last block below the cap', 480, 1_900],
    ['a minute more: the cap', 481, 2_000],
    ['overnight, still one 24 hours', 15 * 60, 2_000],
    ['24 hours to the minute', DAY, 2_000],
    ['a minute into the next 24 hours', DAY + 1, 2_500],
    ['two caps and an hour and a half', 2 * DAY + 90, 4_700],
    ['a month', 30 * DAY, 60_000],
  ])('%s', (_what, minutes, amountFen) => {
    const charge = chargeFor(TARIFF, minutes);
    expect(charge.amountFen).toBe(amountFen);
    expect(charge.lines.reduce((sum, line) => sum + line.amountFen, 0)).toBe(amountFen);
  });

  it.each([
    ['nothing for the first block', { firstFen: 0 }, 70, 200],
    ['half-hour blocks', { blockMinutes: 30, blockFen: 150 }, 95, 800],
    ['a cap below the first block', { capFen: 400 }, 45, 400],
    ['nothing free', { freeMinutes: 0 }, 1, 500],
  ])('%s', (_what, change, minutes, amountFen) => {
    expect(chargeFor({ ...TARIFF, ...change }, minutes).amountFen).toBe(amountFen);
  });

  it('says why, in lines that add up', () => {
    expect(explainCharge(chargeFor(TARIFF, DAY + 200)).map(({ explanation }) => explanation['zh-CN'])).toEqual([
      '1 个 24 小时 × 20.00 元',
      '前 1 小时',
      '3 × 2.00 元（每小时）',
    ]);
  });
});

const NINE = Date.UTC(2026, 10, 23, 1, 12);
const after = (minutes: number) => NINE + minutes * 60_000;

describe('whether a car may leave', () => {
  const stay = { enteredAt: NINE, tariff: TARIFF, leasedUntil: undefined, paidFen: 0, paidAt: undefined };

  it.each([
    ['within the free minutes', stay, 20, 'free', 0],
    ['3 hours 20, nothing paid', stay, 200, undefined, 1_100],
    ['paid, 15 minutes later', { ...stay, paidFen: 1_100, paidAt: after(200) }, 215, 'paid', 0],
    ['paid, and stayed into the next block', { ...stay, paidFen: 1_100, paidAt: after(200) }, 241, undefined, 200],
    ['paid, late but still in the paid block', { ...stay, paidFen: 1_100, paidAt: after(200) }, 240, 'paid', 0],
    ['a space paid by months', { ...stay, leasedUntil: after(9_000) }, 5_000, 'leased', 0],
    ['a lease that ended an hour ago', { ...stay, leasedUntil: after(300) }, 361, undefined, 700],
    ['a lease that ended just now', { ...stay, leasedUntil: after(300) }, 310, 'free', 0],
  ] as const)('%s', (_what, facts, minutes, why, owedFen) => {
    const standing = standingOf(facts, after(minutes));
    expect(standing).toMatchObject(why ? { owes: 'nothing', why } : { owes: 'money', owedFen });
  });

  it('a further charge is one line: the sum less what was paid', () => {
    const lines = billLines(chargeFor(TARIFF, 241), 1_100, chargeFor(TARIFF, 60).amountFen);
    expect(lines.map(({ explanation }) => explanation['zh-CN'])).toEqual(['共 13.00 元，已付 11.00 元']);
  });
});

it.each([
  ['浙A·1B2C3', '123'],
  ['浙AD12345', '12345'],
  ['粤Z·1234港', '1234'],
])('of %s a person types %s', (plate, digits) => expect(digitsOf(plate)).toBe(digits));

it('the receipt says from when to when', () => {
  expect([stayPeriodText(NINE, after(200)), stayPeriodText(NINE, after(DAY))]).toEqual([
    '23日09:12-12:32',
    '23日09:12-24日09:12',
  ]);
});
