import type { Transaction } from 'kysely';
import type { Job } from '../../jobs/job-runner.ts';
import type { Database } from '../../storage/database.ts';
import { letOut } from './gate-commands.store.ts';
import type { ParkingContext } from './parking-context.ts';
import { settle, undoUnpaid } from './stay-charges.store.ts';
import { factsOf } from './stay-facts.store.ts';

/** A driver who has paid walks to the car; one who waits at the gate should not wait longer than this. */
const EVERY_MS = 2_000;
const AT_ONCE = 100;
const MINUTE_MS = 60_000;

/** Tells gates which cars have paid, until they know, and undoes what was asked for and not paid. */
export function parkingStaysJob(context: ParkingContext): Job {
  const { storage, clock } = context;
  return {
    name: 'settle-parking-stays',
    everyMs: EVERY_MS,
    hasWork: async () => (await dueCharges(context)).length > 0 || (await openCommands(context)).length > 0,
    run: async (signal) => {
      for (const { charge_id: chargeId } of await dueCharges(context)) {
        if (signal.aborted) return;
        await storage.transact((tx) => settleCharge(tx, chargeId, context));
      }
      for (const command of await openCommands(context)) {
        if (signal.aborted) return;
        const { command_id: commandId, passage_id: passageId, until_at: until } = command;
        const gate = context.gates.find(({ communityCode }) => communityCode === command.code);
        const told = gate && (await gate.gate.letOut({ commandId, passageId, until }));
        if (told?.ok) await done(context, commandId, clock.now());
      }
    },
  };
}

function dueCharges({ storage, clock }: ParkingContext) {
  return storage.db
    .selectFrom('parking_stay_charge as charge')
    .innerJoin('bill', 'bill.bill_id', 'charge.bill_id')
    .select('charge.charge_id')
    .where('charge.settled_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('bill.state', 'in', ['PAID', 'REVERSED']),
        eb.and([eb('bill.state', '=', 'PUBLISHED'), eb('charge.holds_until', '<=', clock.now())]),
      ]),
    )
    .orderBy('charge.priced_at')
    .limit(AT_ONCE)
    .execute();
}

async function settleCharge(tx: Transaction<Database>, chargeId: string, context: ParkingContext): Promise<void> {
  const now = context.clock.now();
  const row = await tx
    .selectFrom('parking_stay_charge as charge')
    .innerJoin('bill', 'bill.bill_id', 'charge.bill_id')
    .select(['charge.stay_id', 'bill.state'])
    .where('charge_id', '=', chargeId)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return;
  if (row.state === 'PAID') {
    const stay = await tx
      .selectFrom('parking_stay')
      .selectAll()
      .where('stay_id', '=', row.stay_id)
      .executeTakeFirstOrThrow();
    const facts = await factsOf(tx, stay);
    if (facts.ok && facts.value.paidAt !== undefined && stay.left_at === null) {
      const until = facts.value.paidAt + facts.value.tariff.graceMinutes * MINUTE_MS;
      await letOut(tx, stay, { commandId: chargeId, until, by: 'paid', reason: '', now });
    }
    await settle(tx, chargeId, now);
  } else if (row.state === 'REVERSED') {
    await settle(tx, chargeId, now);
  } else {
    await undoUnpaid(tx, row.stay_id, context);
  }
}

/** Those whose time has passed are told no more. */
function openCommands({ storage, clock }: ParkingContext) {
  return storage.db
    .selectFrom('gate_command')
    .innerJoin('community', 'community.community_id', 'gate_command.community_id')
    .select(['command_id', 'passage_id', 'until_at', 'community.code'])
    .where('told_at', 'is', null)
    .where('until_at', '>', clock.now())
    .orderBy('made_at')
    .limit(AT_ONCE)
    .execute();
}

async function done({ storage }: ParkingContext, commandId: string, at: number): Promise<void> {
  await storage.transact((tx) =>
    tx
      .updateTable('gate_command')
      .set({ told_at: at })
      .where('command_id', '=', commandId)
      .where('told_at', 'is', null)
      .execute(),
  );
}
