import type { OpenBillToMatch } from './amount-plan.ts';
import { normaliseName, soundOf } from './normalise.ts';
import { referenceOfCode, type RoomReference, runTogether } from './room-codes.ts';

/** A room with whoever may pay for it, as the matching sees it. */
export interface HouseholdToMatch {
  readonly roomId: string;
  /** e.g. `8-1-2602` */
  readonly code: string;
  readonly parties: readonly { readonly partyId: string; readonly name: string; readonly phone?: string | undefined }[];
  /** Oldest due date first. */
  readonly openBills: readonly OpenBillToMatch[];
  /** Keys (`accountKey`) of accounts that are known to have paid for it. */
  readonly accounts: readonly string[];
}

interface PartyNames {
  readonly partyId: string;
  readonly name: string;
  readonly sound: string;
  readonly phone: string | undefined;
}

export interface IndexedHousehold extends HouseholdToMatch {
  readonly reference: RoomReference | undefined;
  readonly names: readonly PartyNames[];
}

/** Every way in which a transfer can lead to a room, looked up in constant time. */
export interface HouseholdIndex {
  readonly households: ReadonlyMap<string, IndexedHousehold>;
  readonly byFullCode: RoomsBy;
  readonly byBuildingAndRoom: RoomsBy;
  readonly byRunTogether: RoomsBy;
  readonly byAccount: RoomsBy;
  readonly byName: RoomsBy;
  readonly bySound: RoomsBy;
  /** `王|2`: first letter and length of a name; `|伟|2`: last letter. */
  readonly byNameShape: RoomsBy;
  readonly byPhone: RoomsBy;
  readonly byParty: RoomsBy;
}

type RoomsBy = ReadonlyMap<string, readonly string[]>;

export function indexHouseholds(households: readonly HouseholdToMatch[]): HouseholdIndex {
  const maps = {
    households: new Map<string, IndexedHousehold>(),
    byFullCode: new Map<string, string[]>(),
    byBuildingAndRoom: new Map<string, string[]>(),
    byRunTogether: new Map<string, string[]>(),
    byAccount: new Map<string, string[]>(),
    byName: new Map<string, string[]>(),
    bySound: new Map<string, string[]>(),
    byNameShape: new Map<string, string[]>(),
    byPhone: new Map<string, string[]>(),
    byParty: new Map<string, string[]>(),
  };
  for (const household of households) {
    const { roomId } = household;
    const reference = referenceOfCode(household.code);
    const names = household.parties.map(({ partyId, name, phone }) => {
      const normal = normaliseName(name);
      return { partyId, name: normal, sound: soundOf(normal), phone: phone?.replaceAll(/\D/g, '').slice(-11) };
    });
    maps.households.set(roomId, { ...household, reference, names });
    if (reference) {
      const { building = '', unit, room } = reference;
      if (unit !== undefined) add(maps.byFullCode, `${building}-${unit}-${room}`, roomId);
      add(maps.byBuildingAndRoom, `${building}-${room}`, roomId);
      add(maps.byRunTogether, runTogether(reference), roomId);
    }
    for (const account of household.accounts) add(maps.byAccount, account, roomId);
    for (const { partyId, name, sound, phone } of names) {
      add(maps.byParty, partyId, roomId);
      if (name === '') continue;
      add(maps.byName, name, roomId);
      add(maps.bySound, sound, roomId);
      for (const shape of shapesOf(name)) add(maps.byNameShape, shape, roomId);
      if (phone?.length === 11) add(maps.byPhone, phone, roomId);
    }
  }
  return maps;
}

/** @param name may be masked: a hidden end gives no shape */
export function shapesOf(name: string): string[] {
  const letters = Array.from(name);
  const [first, last] = [letters[0], letters.at(-1)];
  const shapes: string[] = [];
  if (first !== undefined && first !== '*') shapes.push(`${first}|${letters.length}`);
  if (last !== undefined && last !== '*') shapes.push(`|${last}|${letters.length}`);
  return shapes;
}

/** Rooms that a reference can mean, in full or without the unit; of the bare number on a door there are too many. */
export function roomsOf(index: HouseholdIndex, { building, unit, room }: RoomReference): readonly string[] {
  if (building === undefined) return [];
  if (unit !== undefined) return index.byFullCode.get(`${building}-${unit}-${room}`) ?? [];
  return index.byBuildingAndRoom.get(`${building}-${room}`) ?? [];
}

function add(map: Map<string, string[]>, key: string, roomId: string): void {
  const rooms = map.get(key);
  if (!rooms) map.set(key, [roomId]);
  else if (!rooms.includes(roomId)) rooms.push(roomId);
}
