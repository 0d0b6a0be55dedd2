import { type Arbitrary, constant, constantFrom, nat, tuple } from 'fast-check';
import { closeMonth, reopenMonth } from '../../server/src/modules/closing/closing.store.ts';
import { monthBefore, monthOf } from '../../server/src/modules/ledger/accounting-month.ts';
import { sealEntries } from '../../server/src/modules/ledger/chain/sealing.store.ts';
import { newSealKey } from '../../server/src/modules/ledger/chain/test-chain.ts';
import { Step } from './step.ts';
import { STAFF } from './world.ts';

const KEY = newSealKey();

/** What was posted goes into the chain. */
export const entriesAreSealed: Arbitrary<Step> = constant(
  new Step('the entries so far are sealed', async (_model, world) => {
    await sealEntries({ storage: world.storage, clock: world.context.clock, key: KEY }, 'recent');
  }),
);

/** The month before is closed, in the middle of everything, or opened again by one of two people. */
export const monthIsClosed: Arbitrary<Step> = tuple(constantFrom('close', 'close', 'reopen'), nat(1)).map(
  ([what, who]) =>
    new Step(`${STAFF[who]}: ${what} the month before`, async (_model, { storage, context, estate }) => {
      const { clock } = context;
      const closing = {
        communityId: estate.communityId,
        month: monthBefore(monthOf(clock.now())),
        by: `staff:${STAFF[who]}`,
        note: 'looked',
      };
      await (what === 'close' ? closeMonth(storage, closing, clock) : reopenMonth(storage, closing, clock));
    }),
);
