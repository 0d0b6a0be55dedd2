import { describe, expect, it } from 'vitest';
import { type OpenBillToMatch, planOf } from './amount-plan.ts';
import { assign } from './assignment.ts';
import { type HouseholdToMatch, indexHouseholds } from './household-index.ts';
import { matchTransfers } from './match-transfers.ts';
import { subsetWithSum } from './subset-sum.ts';
import type { TransferToMatch } from './transfer-facts.ts';

describe('a set of bills with one sum', () => {
  it('is found, the oldest bills first', () => {
    expect(subsetWithSum([300, 200, 500, 200], 400)).toEqual([1, 3]);
    expect(subsetWithSum([100, 100, 100], 200)).toEqual([0, 1]);
    expect(subsetWithSum([100, 250], 300)).toBeUndefined();
  });
  it('is not looked for among more than twelve', () => {
    expect(
      subsetWithSum(
        Array.from({ length: 13 }, () => 100),
        100,
      ),
    ).toBeUndefined();
  });
});

describe('what an amount pays', () => {
  const bills = [bill('b1', 21_480, '2026-10-28'), bill('b2', 3_120, '2026-10-28'), bill('b3', 21_480, '2026-11-28')];
  it.each([
    [46_080, 'total', ['b1', 'b2', 'b3'], 0],
    [24_600, 'period', ['b1', 'b2'], 0],
    [21_480, 'bill', ['b1'], 0],
    [42_960, 'subset', ['b1', 'b3'], 0],
    [10_000, 'partial', ['b1'], 0],
    [47_000, 'over', ['b1', 'b2', 'b3'], 920],
    [90_000, 'far-over', ['b1', 'b2', 'b3'], 43_920],
  ])('%i fen: %s', (amountFen, fit, paid, restFen) => {
    const plan = planOf(amountFen, bills);
    expect(plan).toMatchObject({ fit, restFen });
    expect(plan.parts.map(({ billId }) => billId)).toEqual(paid);
    expect(plan.parts.reduce((sum, part) => sum + part.amountFen, 0) + plan.restFen).toBe(amountFen);
  });
  it('is short of a sum only by a named rule, never by a tolerance', () => {
    expect(planOf(45_580, bills).fit).toBe('partial');
    const fee = { name: 'cross-bank-transfer', feeFen: 500 };
    expect(planOf(45_580, bills, [fee])).toMatchObject({ fit: 'less-fee', fee });
    expect(planOf(45_581, bills, [fee]).fit).toBe('partial');
  });
});

describe('who gets what', () => {
  it('is the best for all together, not for the first', () => {
    expect(
      assign([
        [0.9, 0.8],
        [0.85, 0],
      ]),
    ).toEqual([1, 0]);
  });
  it('leaves alone who fits nowhere', () => {
    expect(
      assign([
        [0, 0],
        [0.5, 0],
      ]),
    ).toEqual([-1, 0]);
    expect(assign([[0.6], [0.7], [0.1]])).toEqual([-1, 0, -1]);
  });
});

describe('a transfer', () => {
  it('two rooms, same amount, no reference: left for a person', () => {
    const twins = [room('3-1-101', '王伟'), room('9-2-101', '王伟')];
    const [decision] = matchTransfers(
      [transfer({ counterpartyName: '王伟', remark: '物业费' })],
      indexHouseholds(twins),
    );
    expect(decision?.kind).toBe('manual');
    expect(decision?.candidates).toHaveLength(2);
  });
  it('with the amount of one bill in the house and nothing else: left for a person', () => {
    const [decision] = matchTransfers(
      [transfer({ counterpartyName: '赵六' })],
      indexHouseholds([room('3-1-101', '王伟')]),
    );
    expect(decision).toMatchObject({ kind: 'manual', candidates: [] });
  });
  it('of an owner with the right amount, but neither reference nor known account: suggested, not booked', () => {
    const [decision] = matchTransfers(
      [transfer({ counterpartyName: '王伟' })],
      indexHouseholds([room('3-1-101', '王伟')]),
    );
    expect(decision?.kind).toBe('suggested');
  });
  it('naming the room: booked, also from an account of nobody known', () => {
    const line = transfer({ counterpartyName: '陈红', remark: '3栋1单元101' });
    expect(matchTransfers([line], indexHouseholds([room('3-1-101', '王伟')]))[0]?.kind).toBe('auto');
  });
  it('naming the room of a neighbour by a slip, with the name of the owner: left for a person', () => {
    const rooms = [room('3-1-101', '王伟'), room('3-1-102', '李娜')];
    const line = transfer({ counterpartyName: '王伟', remark: '3-1-102' });
    expect(matchTransfers([line], indexHouseholds(rooms))[0]?.kind).not.toBe('auto');
  });
  it('of a known account: booked without a word', () => {
    const known = { ...room('3-1-101', '王伟'), accounts: ['6222000011112222'] };
    const line = transfer({ counterpartyName: '陈红', counterpartyAccount: '6222 0000 1111 2222' });
    expect(matchTransfers([line], indexHouseholds([known]))[0]?.kind).toBe('auto');
  });
  it('sent twice for one bill: booked once, the other left for a person', () => {
    const lines = [transfer({ lineId: 'a', remark: '3-1-101' }), transfer({ lineId: 'b', remark: '3-1-101' })];
    const kinds = matchTransfers(lines, indexHouseholds([room('3-1-101', '王伟')])).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'auto')).toHaveLength(1);
  });
  it('for a deposit, though it names the room: left for a person', () => {
    const line = transfer({ counterpartyName: '王伟', remark: '3-1-101 装修押金' });
    expect(matchTransfers([line], indexHouseholds([room('3-1-101', '王伟')]))[0]?.kind).not.toBe('auto');
  });
  it('in two halves: both are booked on the one bill', () => {
    const lines = [
      transfer({ lineId: 'a', remark: '3-1-101', amountFen: 10_000, date: '2026-11-10' }),
      transfer({ lineId: 'b', remark: '3-1-101', amountFen: 11_480, date: '2026-11-12' }),
    ];
    const decisions = matchTransfers(lines, indexHouseholds([room('3-1-101', '王伟')]));
    expect(decisions.map(({ kind }) => kind)).toEqual(['auto', 'auto']);
  });
  it('for two rooms of one owner: booked on both', () => {
    const line = transfer({ counterpartyName: '王伟', remark: '3-1-101、3-1-102', amountFen: 42_960 });
    const index = indexHouseholds([room('3-1-101', '王伟', 'p'), room('3-1-102', '王伟', 'p')]);
    const [decision] = matchTransfers([line], index);
    expect(decision).toMatchObject({ kind: 'auto' });
    expect(decision?.candidates[0]?.roomIds).toEqual(['3-1-101', '3-1-102']);
  });
});

function bill(billId: string, outstandingFen: number, dueDate: string, roomId = 'r'): OpenBillToMatch {
  return { billId, roomId, outstandingFen, dueDate };
}

function room(code: string, name: string, partyId = code): HouseholdToMatch {
  const openBills = [bill(`bill of ${code}`, 21_480, '2026-11-28', code)];
  return { roomId: code, code, parties: [{ partyId, name }], openBills, accounts: [] };
}

function transfer(line: Partial<TransferToMatch>): TransferToMatch {
  return {
    lineId: 'line',
    date: '2026-11-10',
    amountFen: 21_480,
    counterpartyName: '',
    counterpartyAccount: '',
    remark: '',
    ...line,
  };
}
