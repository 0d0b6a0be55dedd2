import { businessDate } from '@louting/common/clock';
import { type Arbitrary, boolean, constantFrom, integer, nat, tuple } from 'fast-check';
import { tidyCount } from '../../server/src/modules/cash/cash.ts';
import { runningSession } from '../../server/src/modules/cash/cash-sessions.store.ts';
import { countCollection, registerCollection } from '../../server/src/modules/cash/collections.store.ts';
import { findClose, prepareClose, signClose } from '../../server/src/modules/cash/day-close.store.ts';
import { registerDeposit } from '../../server/src/modules/cash/deposits.store.ts';
import { explainDifference, findDifference } from '../../server/src/modules/cash/differences.store.ts';
import { decideNote, findDoubtful, recordOrphans } from '../../server/src/modules/cash/note-decisions.store.ts';
import type { Bag, MoneyModel } from './money-model.ts';
import { pick, Step } from './step.ts';
import { cashReallyAtOffice, cashToHandOut } from './truth.ts';
import { KIOSKS, rowsOf, STAFF, type World } from './world.ts';

const MINUTE = 60_000;

/** The box comes out, and its notes go into a bag; perhaps it is entered later. */
export const pullBox: Arbitrary<Step> = tuple(nat(KIOSKS - 1), boolean()).map(
  ([kiosk, later]) =>
    new Step(`the box of kiosk ${kiosk} is pulled${later ? ', and entered later' : ''}`, async (model, world) => {
      const bag = model.bags.find((one) => one.kiosk === kiosk && !one.registered) ?? pull(model, world, kiosk);
      if (!later) await register(world, bag);
    }),
);

function pull(model: MoneyModel, world: World, kiosk: number): Bag {
  // Nobody stacks a note and pulls the box in the same millisecond.
  world.pass(1);
  const { newId, clock } = world.context;
  const notes = model.boxes[kiosk]?.splice(0) ?? [];
  const bag = { collectionId: newId(), kiosk, pulledAt: clock.now(), notes, registered: false };
  model.bags.push(bag);
  return bag;
}

async function register(world: World, bag: Bag): Promise<void> {
  const kiosk = world.kiosks[bag.kiosk];
  if (!kiosk) throw new Error('no such kiosk');
  const { collectionId, pulledAt } = bag;
  const registered = await world.storage.transact(async (tx) => {
    const { sessionNumber } = await runningSession(tx, kiosk.kioskId);
    return registerCollection(tx, world.context, {
      ...kiosk,
      collectionId,
      sessionNumber: numberOfPull(world, collectionId) ?? sessionNumber,
      boxSerial: 'BOX',
      sealNumber: collectionId,
      pulledAt,
      staffId: STAFF[0],
    });
  });
  if (!registered.ok) throw new Error(`a pull was refused: ${registered.error.code}`);
  bag.registered = true;
}

/** Entered before, and only the answer was lost. */
function numberOfPull(world: World, collectionId: string): number | undefined {
  const [row] = rowsOf<{ session_number: number }>(
    world,
    `select session_number from cash_collection where collection_id = ?`,
    collectionId,
  );
  return row?.session_number;
}

/** Somebody counts a bag; with `slip` they find a note more or less than there is. */
export const countBag: Arbitrary<Step> = tuple(nat(20), nat(2), integer({ min: 0, max: 7 })).map(
  ([index, who, slip]) =>
    new Step(`${STAFF[who]} counts bag ${index}${slip < 2 ? ' wrongly' : ''}`, async (model, world) => {
      const bag = pick(
        model.bags.filter(({ registered }) => registered),
        index,
      );
      if (bag) await count(world, bag, who, slip === 0 ? 1 : slip === 1 ? -1 : 0);
    }),
);

async function count(world: World, bag: Bag, who: number, slip: 0 | 1 | -1): Promise<void> {
  const notes = bag.notes.map(({ denominationFen }) => ({ denominationFen, count: 1 }));
  if (slip === 1) notes.push({ denominationFen: 2_000, count: 1 });
  if (slip === -1) notes.pop();
  const { collectionId } = bag;
  await world.storage.transact((tx) =>
    countCollection(tx, world.context, { collectionId, staffId: STAFF[who] ?? '', notes: tidyCount(notes) }),
  );
}

/** Some of the office's cash goes to the bank; the same slip may be entered twice. */
export const bankCash: Arbitrary<Step> = tuple(integer({ min: 1, max: 3 }), boolean()).map(
  ([thirds, twice]) =>
    new Step(`${thirds}/3 of the office's cash goes to the bank`, async (model, world) => {
      const amountFen = Math.floor((cashToHandOut(model, world) * thirds) / 3);
      if (amountFen <= 0) return;
      const { newId, clock } = world.context;
      const depositId = newId();
      const deposit = {
        depositId,
        communityId: world.estate.communityId,
        slipNumber: depositId,
        depositedOn: businessDate(clock.now()),
        amountFen,
        collectionIds: [],
        staffId: STAFF[0],
      };
      const enter = () => world.storage.transact((tx) => registerDeposit(tx, world.context, deposit));
      await (twice ? Promise.all([enter(), enter()]) : enter());
    }),
);

const CLOSES = `select close_id, state, business_date from day_close order by prepared_at, close_id`;
interface CloseOutside {
  readonly close_id: string;
  readonly state: string;
  readonly business_date: string;
}

/** One person counts the office and prepares the close of the day. */
export const prepareTheDay: Arbitrary<Step> = tuple(nat(2), integer({ min: 0, max: 5 })).map(
  ([who, slip]) =>
    new Step(
      `${STAFF[who]} prepares the daily close${slip === 0 ? ' and counts wrongly' : ''}`,
      async (model, world) => {
        const counted = cashReallyAtOffice(model, world) + (slip === 0 ? 500 : 0);
        await prepare(world, counted, who);
      },
    ),
);

async function prepare(world: World, officeCountedFen: number, who: number): Promise<void> {
  if (officeCountedFen < 0) throw new Error('cash was handed out that was not there');
  const { newId, clock } = world.context;
  const close = (date: string) =>
    world.storage.transact((tx) =>
      prepareClose(tx, world.context, {
        closeId: newId(),
        communityId: world.estate.communityId,
        businessDate: date,
        officeCountedFen,
        remark: '',
        staffId: STAFF[who] ?? '',
      }),
    );
  const prepared = await close(businessDate(clock.now()));
  // An earlier day first.
  if (!prepared.ok && prepared.error.code === 'LT-2316') await close(prepared.error.detail ?? '');
}

/** Another person signs it, or sends it back; whoever prepared it tries as well. */
export const signTheDay: Arbitrary<Step> = tuple(nat(2), integer({ min: 0, max: 4 })).map(
  ([who, luck]) =>
    new Step(`${STAFF[who]} ${luck === 0 ? 'sends the close back' : 'signs the close'}`, (_model, world) =>
      sign(world, who, luck > 0),
    ),
);

async function sign(world: World, who: number, accept: boolean): Promise<void> {
  const last = rowsOf<CloseOutside>(world, CLOSES).at(-1);
  if (!last) return;
  await world.storage.transact(async (tx) => {
    const close = await findClose(tx, last.close_id);
    if (close) await signClose(tx, world.context, close, { accept, staffId: STAFF[who] ?? '' });
  });
}

/** Who had nothing to do with a bag says where its difference went. */
export const explain: Arbitrary<Step> = tuple(
  nat(20),
  constantFrom('income', 'loss', 'offset'),
  integer({ min: 1, max: 2 }),
).map(
  ([index, way, halves]) =>
    new Step(`${halves}/2 of difference ${index} is ${way}`, async (_model, world) => {
      const open = rowsOf<{ difference_id: string }>(
        world,
        `select difference_id from cash_difference where state = 'OPEN' order by difference_id`,
      );
      const chosen = pick(open, index);
      if (!chosen) return;
      await world.storage.transact(async (tx) => {
        const difference = await findDifference(tx, chosen.difference_id);
        if (!difference) return;
        const amountFen = Math.max(1, Math.floor((difference.open_fen * halves) / 2));
        const resolutionId = world.context.newId();
        const said = { resolutionId, way, amountFen, reason: 'looked', staffId: STAFF[3] };
        await explainDifference(tx, world.context, difference, said);
      });
    }),
);

/** A note in doubt that the count could not decide. */
export const decideDoubt: Arbitrary<Step> = tuple(nat(20), constantFrom('found', 'not-stacked')).map(
  ([index, outcome]) =>
    new Step(`note in doubt ${index} is ${outcome}`, async (_model, world) => {
      const notes = rowsOf<{ note_id: string }>(
        world,
        `select note_id from cash_note where state = 'suspense' union select orphan_id from cash_orphan order by 1`,
      );
      const chosen = pick(notes, index);
      if (!chosen) return;
      await world.storage.transact(async (tx) => {
        const note = await findDoubtful(tx, chosen.note_id);
        const decision = { outcome, denominationFen: 1_000, reason: 'looked', staffId: STAFF[3] };
        if (note) await decideNote(tx, world.context, note, decision);
      });
    }),
);

/** A note lies in the box that no order claims; its kiosk tells of it, perhaps twice. */
export const orphanIsFound: Arbitrary<Step> = tuple(nat(KIOSKS - 1), boolean(), boolean()).map(
  ([index, twice, known]) =>
    new Step(`kiosk ${index} has a note that nobody put in`, async (model, world) => {
      const kiosk = world.kiosks[index];
      if (!kiosk) throw new Error('no such kiosk');
      const { newId, clock } = world.context;
      const orphanId = newId();
      const now = clock.now();
      model.boxes[index]?.push({ noteId: orphanId, denominationFen: 1_000 });
      const orphan = { orphanId, stackedAt: now, ...(known && { denominationFen: 1_000 }) };
      for (let time = 0; time < (twice ? 2 : 1); time += 1) {
        await world.storage.transact((tx) => recordOrphans(tx, kiosk.kioskId, [orphan], now));
      }
    }),
);

/** Every box is pulled and counted, and the last day closed by who can count. */
export async function countEverything(model: MoneyModel, world: World): Promise<void> {
  for (let kiosk = 0; kiosk < KIOSKS; kiosk += 1) {
    const waiting = model.bags.find((one) => one.kiosk === kiosk && !one.registered);
    if (waiting) await register(world, waiting);
    await register(world, pull(model, world, kiosk));
  }
  for (const bag of model.bags) for (const who of [0, 1, 2]) await count(world, bag, who, 0);
  for (let day = 0; day < 3; day += 1) {
    await sign(world, 3, true);
    world.pass(24 * 60 * MINUTE);
    await prepare(world, cashReallyAtOffice(model, world), 0);
  }
  await sign(world, 3, true);
}
