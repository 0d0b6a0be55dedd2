import { businessDate } from '@louting/common/clock';
import { type Arbitrary, boolean, constantFrom, integer, nat, tuple } from 'fast-check';
import {
  decideMatch,
  type MatchStep,
  proposeMatch,
} from '../../server/src/modules/reconciliation/bank-lines/bank-decisions.store.ts';
import { importStatement } from '../../server/src/modules/reconciliation/bank-lines/bank-import.ts';
import type { ReconciliationContext } from '../../server/src/modules/reconciliation/reconciliation-context.ts';
import type { BankLine, FileRow } from '../../server/src/modules/reconciliation/statement-rows.ts';
import { pick, Step } from './step.ts';
import { roomOf } from './steps-of-prepayment.ts';
import { HOUSEHOLDS, rowsOf, STAFF, type World } from './world.ts';

/** Somebody sends money to the company's account, and the statement that tells of it is imported, perhaps twice. */
export const transferArrives: Arbitrary<Step> = tuple(constantFrom(8_640, 10_000, 25_000), boolean()).map(
  ([amountFen, twice]) =>
    new Step(`a transfer of ${amountFen} fen stands in the bank statement`, async (_model, world) => {
      const line = bankLine(world, amountFen);
      const read = async function* (): AsyncGenerator<FileRow<BankLine>> {
        yield await Promise.resolve({ row: line });
      };
      const file = () => ({ communityId: world.estate.communityId, fileName: 'day', by: STAFF[0], bytes: noBytes() });
      for (let time = 0; time < (twice ? 2 : 1); time += 1) await importStatement(contextOf(world), file(), read);
    }),
);

async function* noBytes(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array());
}

function bankLine(world: World, amountFen: number): BankLine {
  const { newId, clock } = world.context;
  return {
    bank: 'ICBC',
    account: '1202020209900010001',
    date: businessDate(clock.now()),
    amountFen,
    counterpartyName: '张三',
    counterpartyAccount: '6222',
    remark: '物业费',
    serial: '',
    fingerprint: newId(),
    line: 1,
  };
}

function contextOf(world: World): ReconciliationContext {
  return { ...world.context, refundRules: world.refunds.refundRules, learn: () => Promise.resolve() };
}

/** One person says whose it is; it is unclaimed until another agrees. */
export const matchIsProposed: Arbitrary<Step> = tuple(nat(20), nat(HOUSEHOLDS - 1), boolean(), nat(2)).map(
  ([index, household, restToPrepayment, who]) =>
    new Step(`${STAFF[who]} proposes transfer ${index} for household ${household}`, async (_model, world) => {
      const line = pick(rowsOf<{ line_id: string }>(world, `select line_id from bank_line order by line_id`), index);
      if (!line) return;
      const proposal = {
        lineId: line.line_id,
        roomId: roomOf(world, household),
        billIds: [],
        restToPrepayment,
        note: '',
      };
      await world.storage.transact((tx) => proposeMatch(tx, contextOf(world), proposal, STAFF[who] ?? ''));
    }),
);

const STEPS_OF_MATCH: readonly MatchStep['action'][] = ['confirm', 'confirm', 'reject', 'undo'];

/** Another confirms or rejects it, or takes it back later; the first tries as well, and some press twice. */
export const matchIsDecided: Arbitrary<Step> = tuple(
  nat(20),
  constantFrom(...STEPS_OF_MATCH),
  nat(2),
  integer({ min: 1, max: 2 }),
).map(
  ([index, action, who, times]) =>
    new Step(`${STAFF[who]}: ${action} match ${index}`, async (_model, world) => {
      const match = pick(
        rowsOf<{ match_id: string }>(world, `select match_id from bank_match order by match_id`),
        index,
      );
      if (!match) return;
      const step: MatchStep = action === 'confirm' ? { action, restToPrepayment: true } : { action, note: 'looked' };
      const once = () =>
        world.storage.transact((tx) => decideMatch(tx, contextOf(world), match.match_id, step, STAFF[who] ?? ''));
      await Promise.all(Array.from({ length: times }, once));
    }),
);
