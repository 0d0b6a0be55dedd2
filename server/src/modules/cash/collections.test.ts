import { newId } from '@louting/common/ids';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { ACCOUNTS } from '../ledger/ledger.ts';
import { cashInKiosk, prepaidOfRoom } from '../ledger/ledger.store.ts';
import { registerCollection } from './collections.store.ts';
import { bagsToCount, creditedNotes, runningSession } from './cash-sessions.store.ts';
import { cashAtOffice, cashDeposits, cashTrades, registerDeposit } from './deposits.store.ts';
import { explainDifference, findDifference, openDifferencesOf } from './differences.store.ts';
import { decideNote, findDoubtful, recordOrphans } from './note-decisions.store.ts';
import { startCash } from './test-cash.ts';

describeOnEachDatabase('cash after the kiosk took it', (open) => {
  const start = async (options = {}) => startCash(await open(), options);

  it('box pulled, counted by two, banked: the money is in the kiosk, then at the office, then at the bank', async () => {
    const cash = await start();
    const { storage, k1, communityId } = cash;
    await cash.paid([100, 50]);
    const bag = await cash.pull();
    await cash.paid([20], { household: 1 });
    expect(await bagsToCount(storage.db, [k1.kioskId])).toMatchObject([{ bookedFen: 15_000 }]);
    const settled = await cash.counted(bag, { 100: 1, 50: 1 });
    expect(settled).toMatchObject({ booked_fen: 15_000, counted_fen: 15_000 });
    expect(await cashInKiosk(storage.db, k1.kioskId)).toBe(2_000);
    expect(await cashAtOffice(storage.db, [communityId])).toBe(15_000);
    expect(await cash.differences()).toEqual([]);

    const slip = {
      depositId: newId(),
      communityId,
      slipNumber: 'ICBC-0931',
      depositedOn: '2026-11-23',
      amountFen: 14_000,
      collectionIds: [bag],
      staffId: 'staff-a',
    };
    const bank = (changes: object) =>
      storage.transact((tx) => registerDeposit(tx, cash.context, { ...slip, ...changes }));
    expect(await bank({ amountFen: 15_001 })).toMatchObject({ error: { code: 'LT-2313' } });
    expect(await bank({ depositedOn: '2026-11-24' })).toMatchObject({ error: { code: 'LT-2306' } });
    expect((await Promise.all([bank({}), bank({})])).every((answer) => answer.ok)).toBe(true);
    expect(await bank({ depositId: newId() })).toMatchObject({ error: { code: 'LT-2314' } });
    const again = { depositId: newId(), slipNumber: 'ICBC-0932', amountFen: 1 };
    expect(await bank(again)).toMatchObject({ error: { code: 'LT-2322' } });
    expect(await cashAtOffice(storage.db, [communityId])).toBe(1_000);
    expect(await cash.balance(ACCOUNTS.bank)).toBe(14_000);
    expect(await cashDeposits(storage.db, '2026-11-23', '2026-11-23')).toMatchObject([
      { slipNumber: 'ICBC-0931', amountFen: 14_000, collectionIds: [bag] },
    ]);
    expect(await cashTrades(storage.db, 0, cash.clock.now() + 1)).toMatchObject([
      { collectionId: bag, bookedFen: 15_000, countedFen: 15_000 },
    ]);
    await cash.expectSound();
  });

  it('box pulled while a note is being booked: the note belongs to the next session or this one, never both, never none', async () => {
    const cash = await start({ households: 6 });
    const { storage, k1, clock } = cash;
    const moment = clock.now();
    const payments = [];
    for (let household = 0; household < 6; household += 1) {
      payments.push(await cash.pay([10], { household, at: moment + household * 10 }));
    }
    clock.pass(1_000);
    const pulledAt = moment + 30;
    const [bag] = await Promise.all([
      cash.pull('staff-a', k1, { pulledAt }),
      ...payments.map(async (payment) => expect((await payment.book()).status).toBe(200)),
    ]);
    const settled = await cash.counted(bag, { 10: 3 });
    expect(settled).toMatchObject({ booked_fen: 3_000, counted_fen: 3_000 });
    const running = await runningSession(storage.db, k1.kioskId);
    expect(await creditedNotes(storage.db, running)).toEqual([{ denominationFen: 1_000, count: 3 }]);
    expect(await cashInKiosk(storage.db, k1.kioskId)).toBe(3_000);
    await cash.expectSound();
  });

  it('counts and bookings at the same time: every note of the bag is in its count or moved after it', async () => {
    const cash = await start({ households: 4 });
    const { storage, k1 } = cash;
    const payments = [];
    for (let household = 0; household < 4; household += 1) payments.push(await cash.pay([10], { household }));
    const bag = await cash.pull();
    unwrap(await cash.count(bag, 'staff-a', { 10: 4 }));
    await Promise.all([
      cash.count(bag, 'staff-b', { 10: 4 }),
      ...payments.map(async (payment) => expect((await payment.book()).status).toBe(200)),
    ]);
    expect(await cashInKiosk(storage.db, k1.kioskId)).toBe(0);
    expect(await cash.balance(ACCOUNTS.suspense)).toBe(0);
    expect((await cash.differences()).filter(([, , state]) => state === 'OPEN')).toEqual([]);
    await cash.expectSound();
  });

  it('kiosk was cut off, its note is booked after the count: it explains what the bag held too much', async () => {
    const cash = await start();
    const late = await cash.pay([50]);
    await cash.paid([100], { household: 1 });
    const bag = await cash.pull();
    await cash.counted(bag, { 100: 1, 50: 1 });
    expect(await cash.differences()).toEqual([['CASH_OVER', 5_000, 'OPEN']]);
    expect((await Promise.all([late.book(), late.book()])).map((answer) => answer.status)).toEqual([200, 200]);
    expect(await cash.differences()).toEqual([['CASH_OVER', 5_000, 'EXPLAINED']]);
    expect(await cashInKiosk(cash.storage.db, cash.k1.kioskId)).toBe(0);
    await cash.expectSound();
  });

  it('note booked after the count and the bag held nothing too much: a shortage of that bag', async () => {
    const cash = await start();
    const late = await cash.pay([50]);
    const bag = await cash.pull();
    await cash.counted(bag, {});
    await late.book();
    expect(await cash.differences()).toEqual([['CASH_SHORT', 5_000, 'OPEN']]);
    expect(await cash.balance(ACCOUNTS.suspense)).toBe(5_000);
    await cash.expectSound();
  });

  it('first and second count differ: a third decides', async () => {
    const cash = await start();
    await cash.paid([100, 20]);
    const bag = await cash.pull();
    expect(unwrap(await cash.count(bag, 'staff-a', { 100: 1 })).settled_at).toBeNull();
    expect(await cash.count(bag, 'staff-a', { 100: 1, 20: 1 })).toMatchObject({ error: { code: 'LT-2309' } });
    expect(unwrap(await cash.count(bag, 'staff-b', { 100: 1, 20: 1 })).settled_at).toBeNull();
    expect(await cash.count(bag, 'staff-b', { 100: 1 })).toMatchObject({ error: { code: 'LT-2309' } });
    expect(unwrap(await cash.count(bag, 'staff-c', { 20: 1, 100: 1 }))).toMatchObject({ counted_fen: 12_000 });
    expect(await cash.count(bag, 'staff-d', { 100: 1 })).toMatchObject({ error: { code: 'LT-2308' } });
    // An answer lost on the way costs nothing.
    expect(unwrap(await cash.count(bag, 'staff-c', { 100: 1, 20: 1 })).counted_fen).toBe(12_000);
    expect(await cash.differences()).toEqual([]);
    await cash.expectSound();
  });

  it('two people count at the same time: both are written down and the bag is booked once', async () => {
    const cash = await start();
    await cash.paid([100]);
    const bag = await cash.pull();
    await Promise.all(['staff-a', 'staff-b', 'staff-c'].map((staffId) => cash.count(bag, staffId, { 100: 1 })));
    expect(await cashAtOffice(cash.storage.db, [cash.communityId])).toBe(10_000);
    expect(await cash.storage.db.selectFrom('cash_count').select('ordinal').execute()).toHaveLength(2);
    await cash.expectSound();
  });

  it('ten yuan short: suspense, later explained', async () => {
    const cash = await start();
    const { storage } = cash;
    await cash.paid([100, 10]);
    const bag = await cash.pull();
    await cash.counted(bag, { 100: 1 });
    expect(await cash.balance(ACCOUNTS.suspense)).toBe(1_000);
    const [short] = await openDifferencesOf(storage.db, bag, 'CASH_SHORT');
    const explain = (changes: object = {}) =>
      storage.transact(async (tx) => {
        const found = await findDifference(tx, short?.difference_id ?? '');
        if (!found) throw new Error('no difference');
        const explanation = { way: 'loss', amountFen: 1_000, reason: '清点后未找到', staffId: 'finance' } as const;
        return explainDifference(tx, cash.context, found, { resolutionId: newId(), ...explanation, ...changes });
      });
    expect(await explain({ staffId: 'staff-b' })).toMatchObject({ error: { code: 'LT-2311' } });
    expect(await explain({ way: 'income' })).toMatchObject({ error: { code: 'LT-2312' } });
    expect(await explain({ amountFen: 1_001 })).toMatchObject({ error: { code: 'LT-2312' } });
    const resolutionId = newId();
    const half = { resolutionId, way: 'recovered', amountFen: 400 };
    expect(await Promise.all([explain(half), explain(half)])).toEqual([
      { ok: true, value: { openFen: 600 } },
      { ok: true, value: { openFen: 600 } },
    ]);
    expect(await explain({ amountFen: 600 })).toEqual({ ok: true, value: { openFen: 0 } });
    expect(await explain({ amountFen: 1 })).toMatchObject({ error: { code: 'LT-2310' } });
    expect(await cash.differences()).toEqual([['CASH_SHORT', 1_000, 'EXPLAINED']]);
    expect(await cash.balance(ACCOUNTS.suspense)).toBe(0);
    expect(await cash.balance(ACCOUNTS.otherExpenses)).toBe(600);
    expect(await cashAtOffice(storage.db, [cash.communityId])).toBe(10_400);
    await cash.expectSound();
  });

  it('a fifty taken for a hundred: short and over of one bag cancel each other', async () => {
    const cash = await start();
    const { storage } = cash;
    await cash.paid([100]);
    const bag = await cash.pull();
    await cash.counted(bag, { 50: 1 });
    const differences = await cash.differences();
    expect(differences).toHaveLength(2);
    expect(differences).toEqual(
      expect.arrayContaining([
        ['CASH_OVER', 5_000, 'OPEN'],
        ['CASH_SHORT', 10_000, 'OPEN'],
      ]),
    );
    const [over] = await openDifferencesOf(storage.db, bag, 'CASH_OVER');
    if (!over) throw new Error('no difference');
    const explanation = { way: 'offset', amountFen: 5_000, reason: '面额误识', staffId: 'finance' } as const;
    const answer = await storage.transact((tx) =>
      explainDifference(tx, cash.context, over, { resolutionId: newId(), ...explanation }),
    );
    expect(answer).toEqual({ ok: true, value: { openFen: 0 } });
    expect(await openDifferencesOf(storage.db, bag, 'CASH_SHORT')).toMatchObject([{ open_fen: 5_000 }]);
    expect(await cash.balance(ACCOUNTS.suspense)).toBe(5_000);
    await cash.expectSound();
  });

  it('suspense note found in the box: credited once', async () => {
    const cash = await start();
    const { storage, home } = cash;
    const suspenseNotes = [{ noteId: newId(), denominationFen: fen(5_000) }];
    const payment = await cash.paid([100], { suspenseNotes });
    const bag = await cash.pull();
    await cash.counted(bag, { 100: 1, 50: 1 });
    expect(await prepaidOfRoom(storage.db, home.roomId)).toBe(5_000);
    expect(await cash.differences()).toEqual([]);
    const open = storage.db.selectFrom('payment_exception').select('code').where('resolved_at', 'is', null);
    expect(await open.execute()).toEqual([]);
    // The kiosk sends its settlement again, and a person tries to credit the note by hand.
    expect((await payment.book()).status).toBe(200);
    const note = await findDoubtful(storage.db, suspenseNotes[0]?.noteId ?? '');
    if (!note) throw new Error('no note');
    const decision = { outcome: 'found', denominationFen: undefined, reason: '在箱内', staffId: 'finance' } as const;
    const byHand = await storage.transact((tx) => decideNote(tx, cash.context, note, decision));
    expect(byHand).toMatchObject({ error: { code: 'LT-2320' } });
    expect(await prepaidOfRoom(storage.db, home.roomId)).toBe(5_000);
    await cash.expectSound();
  });

  it('suspense note not in the box: closed as not stacked, nothing credited', async () => {
    const cash = await start();
    const { storage, home } = cash;
    const noteId = newId();
    await cash.paid([100], { suspenseNotes: [{ noteId, denominationFen: fen(5_000) }] });
    await cash.counted(await cash.pull(), { 100: 1 });
    const decisions = await storage.db.selectFrom('cash_note_decision').select(['note_id', 'outcome']).execute();
    expect(decisions).toEqual([{ note_id: noteId, outcome: 'not-stacked' }]);
    expect(await prepaidOfRoom(storage.db, home.roomId)).toBe(0);
    await cash.expectSound();
  });

  it('two owners, one note in the box: staff decide whose it is, and only one can have it', async () => {
    const cash = await start();
    const { storage, server } = cash;
    const doubt = [newId(), newId()] as const;
    await cash.paid([100], { suspenseNotes: [{ noteId: doubt[0], denominationFen: fen(5_000) }] });
    await cash.paid([100], { household: 1, suspenseNotes: [{ noteId: doubt[1], denominationFen: fen(5_000) }] });
    const bag = await cash.pull();
    const decide = async (noteId: string, outcome: 'found' | 'not-stacked', staffId = 'finance') =>
      storage.transact(async (tx) => {
        const note = await findDoubtful(tx, noteId);
        if (!note) throw new Error('no note');
        return decideNote(tx, cash.context, note, { outcome, denominationFen: undefined, reason: '查录像', staffId });
      });
    expect(await decide(doubt[0], 'found')).toMatchObject({ error: { code: 'LT-2321' } });
    await cash.counted(bag, { 100: 2, 50: 1 });
    expect(await cash.differences()).toEqual([['CASH_OVER', 5_000, 'OPEN']]);
    expect(await decide(doubt[0], 'found', 'staff-a')).toMatchObject({ error: { code: 'LT-2311' } });
    const answers = await Promise.all([decide(doubt[0], 'found'), decide(doubt[1], 'found')]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ error: { code: 'LT-2312' } });
    const loser = answers[0].ok ? doubt[1] : doubt[0];
    expect((await decide(loser, 'not-stacked')).ok).toBe(true);
    const prepaid = await Promise.all(
      server.estate.households.slice(0, 2).map((household) => prepaidOfRoom(storage.db, household.roomId)),
    );
    expect(prepaid.toSorted((a, b) => a - b)).toEqual([0, 5_000]);
    expect(await cash.differences()).toEqual([['CASH_OVER', 5_000, 'EXPLAINED']]);
    await cash.expectSound();
  });

  it('orphan reported twice and found in the box: unclaimed money, once', async () => {
    const cash = await start();
    const { storage, k1, clock } = cash;
    const orphans = [{ orphanId: newId(), denominationFen: 2_000, stackedAt: clock.now() }];
    for (let times = 0; times < 2; times += 1) {
      expect((await k1.call('POST', '/kiosk/v1/orphan-notes', { orphans })).status).toBe(200);
    }
    await storage.transact((tx) =>
      recordOrphans(tx, k1.kioskId, [{ orphanId: newId(), stackedAt: clock.now() }], clock.now()),
    );
    await cash.counted(await cash.pull(), { 20: 1 });
    expect(await cash.balance(ACCOUNTS.unclaimed)).toBe(-2_000);
    const outcomes = await storage.db.selectFrom('cash_note_decision').select('outcome').execute();
    expect(outcomes.map((row) => row.outcome).toSorted((a, b) => a.localeCompare(b))).toEqual(['found', 'not-stacked']);
    await cash.expectSound();
  });

  it('jammed note that drops into the box later is told of twice and counted once; another note is another', async () => {
    const cash = await start();
    const { storage, k1, home, clock } = cash;
    const noteId = newId();
    await cash.paid([100], { suspenseNotes: [{ noteId, denominationFen: fen(5_000) }] });
    clock.pass(60_000);
    const dropped = { orphanId: newId(), denominationFen: 5_000, stackedAt: clock.now() };
    for (const orphan of [dropped, dropped, { ...dropped, orphanId: newId() }]) {
      await storage.transact((tx) => recordOrphans(tx, k1.kioskId, [orphan], clock.now()));
    }
    expect(await findDoubtful(storage.db, dropped.orphanId)).toBeUndefined();
    clock.pass(60_000);
    await cash.counted(await cash.pull(), { 100: 1, 50: 2 });
    expect(await prepaidOfRoom(storage.db, home.roomId)).toBe(5_000);
    expect(await cash.balance(ACCOUNTS.unclaimed)).toBe(-5_000);
    expect(await cash.differences()).toEqual([]);
    await cash.expectSound();
  });

  it('two collections registered for one box at the same time: one stands', async () => {
    const cash = await start();
    const { storage, k1, communityId, clock } = cash;
    await cash.paid([100]);
    clock.pass(1_000);
    const register = (changes: object = {}) => {
      const pull = {
        collectionId: newId(),
        kioskId: k1.kioskId,
        communityId,
        sessionNumber: 1,
        boxSerial: 'BOX-7',
        sealNumber: newId(),
        pulledAt: undefined,
        staffId: 'staff-a',
        ...changes,
      };
      return storage.transact((tx) => registerCollection(tx, cash.context, pull));
    };
    const answers = await Promise.all([register(), register(), register()]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.error.code === 'LT-2304')).toHaveLength(2);

    const same = { collectionId: newId(), sessionNumber: 2, sealNumber: 'S-1' };
    expect(await register({ ...same, pulledAt: clock.now() + 1 })).toMatchObject({ error: { code: 'LT-2306' } });
    clock.pass(1_000);
    expect(await register({ ...same, pulledAt: clock.now() - 1_000 })).toMatchObject({ error: { code: 'LT-2306' } });
    expect((await Promise.all([register(same), register(same)])).map((answer) => answer.ok)).toEqual([true, true]);
    expect(await register({ ...same, boxSerial: 'BOX-8' })).toMatchObject({ error: { code: 'LT-2323' } });
    clock.pass(1_000);
    expect(await register({ sessionNumber: 3, sealNumber: 'S-1' })).toMatchObject({ error: { code: 'LT-2305' } });
  });
});
