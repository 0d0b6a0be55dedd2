import { fen } from '@louting/common/money';
import { type Arbitrary, boolean, constantFrom, integer, nat, tuple } from 'fast-check';
import { agree } from '../../server/src/modules/agreements/agreements.store.ts';
import { decideReturn, returnDeposit, takeDeposit } from '../../server/src/modules/deposits/deposits.store.ts';
import { ACCOUNTS } from '../../server/src/modules/ledger/ledger.ts';
import { usePrepayment } from '../../server/src/modules/prepayment/prepayment.store.ts';
import { pick, Step } from './step.ts';
import { cashToHandOut } from './truth.ts';
import { HOUSEHOLDS, rowsOf, STAFF, type World } from './world.ts';

/** The owners of a room say what may be done with their money. */
export const ownersAgree: Arbitrary<Step> = tuple(nat(HOUSEHOLDS - 1), boolean(), boolean()).map(
  ([household, autoUse, keep]) =>
    new Step(
      `household ${household} agrees: prepayment ${autoUse ? 'is' : 'is not'} used, twice-paid money is ${keep ? 'kept' : 'given back'}`,
      async (_model, world) => {
        const agreement = { autoUsePrepayment: autoUse, duplicatePayment: keep ? 'prepayment' : 'refund' } as const;
        const at = world.context.clock.now();
        await world.storage.transact((tx) => agree(tx, roomOf(world, household), agreement, 'kiosk:1', at));
      },
    ),
);

export function roomOf(world: World, household: number): string {
  const home = world.estate.households[household];
  if (!home) throw new Error('no such household');
  return home.roomId;
}

/** Staff press the button for one room, perhaps twice, or the job goes over those that agreed. */
export const prepaymentIsUsed: Arbitrary<Step> = tuple(
  nat(HOUSEHOLDS - 1),
  constantFrom('staff', 'staff-twice', 'job', 'job'),
).map(
  ([household, who]) =>
    new Step(
      `prepayment ${who === 'job' ? 'pays bills' : `of household ${household} is used by ${who}`}`,
      async (_model, world) => {
        if (who === 'job') {
          await world.prepaymentJob.run(new AbortController().signal);
          return;
        }
        const use = {
          useId: world.context.newId(),
          roomId: roomOf(world, household),
          kind: 'staff',
          by: 'staff:1',
        } as const;
        const once = () => world.storage.transact((tx) => usePrepayment(tx, use, world.context));
        await (who === 'staff' ? once() : Promise.all([once(), once()]));
      },
    ),
);

export const depositIsTaken: Arbitrary<Step> = tuple(
  nat(HOUSEHOLDS - 1),
  constantFrom('cash', 'bank'),
  constantFrom(10_000, 50_000),
  boolean(),
).map(
  ([household, method, amount, twice]) =>
    new Step(`a deposit of ${amount} fen of household ${household} is taken by ${method}`, async (_model, world) => {
      const taken = {
        depositId: world.context.newId(),
        roomId: roomOf(world, household),
        kind: 'renovation',
        amountFen: fen(amount),
        method,
        note: '',
        by: `staff:${STAFF[0]}`,
      } as const;
      const once = () => world.storage.transact((tx) => takeDeposit(tx, taken, world.context));
      await (twice ? Promise.all([once(), once()]) : once());
    }),
);

/** Back as a whole or in part, with or without something that is kept. */
export const depositIsReturned: Arbitrary<Step> = tuple(
  nat(20),
  constantFrom('cash', 'bank'),
  integer({ min: 0, max: 2 }),
  integer({ min: 0, max: 2 }),
).map(
  ([index, method, halves, kept]) =>
    new Step(`deposit ${index}: ${halves}/2 back by ${method}, ${kept}/2 kept`, async (model, world) => {
      const deposit = pick(
        rowsOf<{ deposit_id: string; amount_fen: number }>(world, `select * from deposit order by deposit_id`),
        index,
      );
      if (!deposit || halves + kept === 0) return;
      const [returnFen, deductFen] = [halves, kept].map((part) => Math.floor((deposit.amount_fen * part) / 2));
      if (returnFen === undefined || deductFen === undefined) return;
      if (method === 'cash' && cashToHandOut(model, world) < returnFen) return;
      await world.storage.transact((tx) =>
        returnDeposit(
          tx,
          {
            returnId: world.context.newId(),
            depositId: deposit.deposit_id,
            returnFen,
            deductFen,
            deductAccount: deductFen > 0 ? ACCOUNTS.otherIncome : null,
            reason: 'wall',
            method,
            by: `staff:${STAFF[0]}`,
          },
          world.context,
        ),
      );
    }),
);

/** The second person's word on what is kept; the first tries as well. */
export const keptDepositIsDecided: Arbitrary<Step> = tuple(nat(20), nat(1), boolean()).map(
  ([index, who, approve]) =>
    new Step(`${STAFF[who]} ${approve ? 'approves' : 'rejects'} return ${index}`, async (model, world) => {
      const wanted = pick(
        rowsOf<{ return_id: string; return_fen: number; method: string }>(
          world,
          `select * from deposit_return where state = 'REQUESTED' order by return_id`,
        ),
        index,
      );
      if (!wanted) return;
      if (approve && wanted.method === 'cash' && cashToHandOut(model, world) < wanted.return_fen) return;
      const decision = { returnId: wanted.return_id, approve, by: `staff:${STAFF[who]}` };
      await world.storage.transact((tx) => decideReturn(tx, decision, world.context));
    }),
);
