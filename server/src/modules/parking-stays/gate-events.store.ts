import { failed, ok, type Result } from '@louting/common/result';
import type { Transaction } from 'kysely';
import type { GateAnswer, GateEvent } from '../../contract/barrier-gate-api.ts';
import type { Database } from '../../storage/database.ts';
import { chargeHousehold } from './automatic-charge.ts';
import { whoseCar } from './household-cars.store.ts';
import type { ParkingContext } from './parking-context.ts';
import { standingOf } from './parking-stays.ts';
import { contentHash, type KeptPlate, keptPlate } from './plates.ts';
import { undoUnpaid } from './stay-charges.store.ts';
import { factsOf, type StayRow } from './stay-facts.store.ts';
import { latestLetOut } from './gate-commands.store.ts';

type Answer = Pick<GateAnswer, 'answer' | 'owedFen'>;

interface Heard {
  readonly stayId: string | null;
  readonly answer: Answer;
}

const NOTED: Answer = { answer: 'noted' };

/**
 * Takes what a gate tells, once by its id: told again it answers the same. It may come twice, late, out of order, or never:
 * an exit without an entry stands as a stay whose entry nobody saw, until the entry comes after all.
 * @returns LT-2323 the id was used for something else
 */
export async function takeGateEvent(
  tx: Transaction<Database>,
  context: ParkingContext,
  communityId: string,
  event: GateEvent,
): Promise<Result<GateAnswer>> {
  const hash = contentHash({ ...event, plate: keptPlate(event.plate, context.cardKey).hash });
  const known = await tx.selectFrom('gate_event').selectAll().where('event_id', '=', event.eventId).executeTakeFirst();
  if (known && (known.content_hash !== hash || known.community_id !== communityId)) return failed('LT-2323');
  if (known) return ok({ ...(JSON.parse(known.answer) as Answer), eventId: event.eventId });

  const plate = keptPlate(event.plate, context.cardKey);
  const place = { tx, context, communityId, event, plate };
  const { stayId, answer } = await HEAR[event.kind](place, await openStay(place));
  await tx
    .insertInto('gate_event')
    .values({
      event_id: event.eventId,
      community_id: communityId,
      stay_id: stayId,
      kind: event.kind,
      content_hash: hash,
      happened_at: event.at,
      received_at: context.clock.now(),
      answer: JSON.stringify(answer),
    })
    .execute();
  return ok({ ...answer, eventId: event.eventId });
}

interface Place {
  readonly tx: Transaction<Database>;
  readonly context: ParkingContext;
  readonly communityId: string;
  readonly event: GateEvent;
  readonly plate: KeptPlate;
}

const HEAR: Readonly<Record<GateEvent['kind'], (place: Place, open: StayRow | undefined) => Promise<Heard>>> = {
  entered: hearEntered,
  'exit-asked': hearExitAsked,
  left: hearLeft,
};

async function hearEntered(place: Place, open: StayRow | undefined): Promise<Heard> {
  const { event } = place;
  const unseen = open?.entered_at === null ? open : await lastLeft(place);
  const wasIt = unseen?.entered_at === null && (unseen.left_at ?? event.at) >= event.at;
  // The exit was told before the entry.
  if (unseen && wasIt) return changed(place, unseen, { ...(await entry(place)), flag: null });
  if (open && (open.entered_at ?? 0) >= event.at) return { stayId: open.stay_id, answer: NOTED };
  if (!open && unseen && (unseen.left_at ?? 0) >= event.at) return { stayId: unseen.stay_id, answer: NOTED };
  if (open) {
    await changed(place, open, { left_at: event.at, flag: 'left-unseen' });
    await undoUnpaid(place.tx, open.stay_id, place.context);
  }
  return begin(place, await entry(place));
}

async function hearExitAsked(place: Place, open: StayRow | undefined): Promise<Heard> {
  const { event, tx, context } = place;
  if (!open) {
    const last = await lastLeft(place);
    if (last && (last.left_at ?? 0) >= event.at) return { stayId: last.stay_id, answer: NOTED };
    const { stayId } = await begin(place, { exit_lane: event.lane, exit_asked_at: event.at, flag: 'entry-unseen' });
    return { stayId, answer: { answer: 'ask-staff' } };
  }
  // It asks for the car that came before the one that stands here.
  if (open.entered_at !== null && open.entered_at > event.at) return { stayId: open.stay_id, answer: NOTED };
  const at = { exit_lane: event.lane, exit_asked_at: event.at, passage_id: event.passageId };
  await changed(place, open, at);
  const now = context.clock.now();
  if ((await latestLetOut(tx, open.stay_id)) >= now) return { stayId: open.stay_id, answer: { answer: 'open' } };
  const facts = await factsOf(tx, open);
  if (!facts.ok) return { stayId: open.stay_id, answer: { answer: 'ask-staff' } };
  const standing = standingOf(facts.value, now);
  if (standing.owes === 'nothing') return { stayId: open.stay_id, answer: { answer: 'open' } };
  const charged = await chargeHousehold(tx, open, { facts: facts.value, standing }, context);
  const { owedFen } = standing;
  return { stayId: open.stay_id, answer: charged ? { answer: 'open' } : { answer: 'pay', owedFen } };
}

async function hearLeft(place: Place, open: StayRow | undefined): Promise<Heard> {
  const { event, tx, context } = place;
  if (open && (open.entered_at ?? 0) <= event.at) {
    const facts = await factsOf(tx, open);
    const letOut = (await latestLetOut(tx, open.stay_id)) >= event.at;
    const owes = facts.ok && !letOut && standingOf(facts.value, event.at).owes === 'money';
    const gone = { left_at: event.at, exit_lane: event.lane };
    const heard = await changed(place, open, owes ? { ...gone, flag: 'left-unpaid' } : gone);
    await undoUnpaid(tx, open.stay_id, context);
    return heard;
  }
  const last = await lastLeft(place);
  if (last?.flag === 'left-unseen' && (last.entered_at ?? 0) <= event.at) {
    return changed(place, last, { left_at: event.at, exit_lane: event.lane, flag: null });
  }
  if (open || (last && (last.left_at ?? 0) >= event.at)) {
    return { stayId: open?.stay_id ?? last?.stay_id ?? null, answer: NOTED };
  }
  return begin(place, { exit_lane: event.lane, left_at: event.at, flag: 'entry-unseen' });
}

function openStay({ tx, communityId, plate }: Place): Promise<StayRow | undefined> {
  return tx
    .selectFrom('parking_stay')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('plate_hash', '=', plate.hash)
    .where('left_at', 'is', null)
    .executeTakeFirst();
}

function lastLeft({ tx, communityId, plate }: Place): Promise<StayRow | undefined> {
  return tx
    .selectFrom('parking_stay')
    .selectAll()
    .where('community_id', '=', communityId)
    .where('plate_hash', '=', plate.hash)
    .where('left_at', 'is not', null)
    .orderBy('left_at', 'desc')
    .executeTakeFirst();
}

type Change = Partial<Omit<StayRow, 'stay_id' | 'community_id'>>;

async function entry({ tx, communityId, event, plate }: Place): Promise<Change> {
  const car = await whoseCar(tx, communityId, { plate: event.plate, hash: plate.hash });
  return {
    entered_at: event.at,
    entry_lane: event.lane,
    passage_id: event.passageId,
    lease_id: car.leaseId,
    home_room_id: car.homeRoomId,
  };
}

async function begin({ tx, context, communityId, event, plate }: Place, change: Change): Promise<Heard> {
  const stay: StayRow = {
    stay_id: context.newId(),
    community_id: communityId,
    passage_id: event.passageId,
    plate_hash: plate.hash,
    digits_hash: plate.digitsHash,
    plate_masked: plate.masked,
    entry_lane: null,
    entered_at: null,
    exit_lane: null,
    exit_asked_at: null,
    left_at: null,
    lease_id: null,
    home_room_id: null,
    flag: null,
    ...change,
  };
  await tx.insertInto('parking_stay').values(stay).execute();
  return { stayId: stay.stay_id, answer: NOTED };
}

async function changed({ tx }: Place, { stay_id: stayId }: StayRow, change: Change): Promise<Heard> {
  await tx.updateTable('parking_stay').set(change).where('stay_id', '=', stayId).execute();
  return { stayId, answer: NOTED };
}

/** @returns undefined when the community is not on the books */
export async function communityOfGate(tx: Transaction<Database>, code: string): Promise<string | undefined> {
  const row = await tx.selectFrom('community').select('community_id').where('code', '=', code).executeTakeFirst();
  return row?.community_id;
}
