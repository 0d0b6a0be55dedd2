import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import { expect, it } from 'vitest';
import { DUE_FEN } from '../../../app/testing/test-estate.ts';
import { startTestServer, type TestServer } from '../../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { ACCOUNTS } from '../../ledger/ledger.ts';
import { auditBooks } from '../../ledger/ledger.audit.ts';
import { prepaidOfRoom, receivableOfRoom } from '../../ledger/ledger.store.ts';
import { decideMatch, type MatchStep, proposeMatch } from './bank-decisions.store.ts';
import { importStatement } from './bank-import.ts';
import { matchWaitingLines } from './bank-matching.ts';
import { bankLine, noBytes, type StatementLines, statementOf } from '../testing/test-bank-lines.ts';
import { reconciliationOf } from '../testing/test-channel-days.ts';

const TIMEOUT = 60_000;
const CLERK = newId();
const AUDITOR = newId();

describeOnEachDatabase('lines of a bank statement', (openBooks) => {
  async function start() {
    const server = await startTestServer(await openBooks(), { households: 3 });
    const { db } = server.storage;
    const rooms = await db.selectFrom('room').select(['room_id', 'code']).orderBy('code').execute();
    const context = reconciliationOf(server);
    const communityId = server.estate.communityId;
    const bring = async (...lines: StatementLines) => {
      const file = { communityId, fileName: 'icbc.csv', by: CLERK, bytes: noBytes() };
      const brought = await importStatement(context, file, statementOf(...lines));
      return { brought, matched: await matchWaitingLines(context, communityId) };
    };
    const state = () => db.selectFrom('bank_line').select(['line_id', 'state']).orderBy('file_line').execute();
    const decide = (matchId: string, step: MatchStep, by: string) =>
      server.storage.transact((tx) => decideMatch(tx, context, matchId, step, by));
    const matches = () => db.selectFrom('bank_match').selectAll().orderBy('match_id').execute();
    const [room] = rooms;
    if (!room) throw new Error('a room was expected');
    return { server, db, rooms, room, context, bring, state, decide, matches };
  }

  async function balance(server: TestServer, account: string): Promise<number> {
    const rows = await server.storage.db
      .selectFrom('ledger_balance')
      .select(['debit_fen', 'credit_fen'])
      .where('account_code', '=', account)
      .execute();
    return rows.reduce((sum, row) => sum + row.debit_fen - row.credit_fen, 0);
  }

  async function expectSound(server: TestServer) {
    const audit = await server.storage.transact((tx) => auditBooks(tx));
    expect(audit.invariants.filter(({ breaches }) => breaches.length > 0)).toEqual([]);
  }

  it(
    'same statement imported twice: nothing new, and the money is on the bank account once',
    async () => {
      const { server, room, bring } = await start();
      const lines = [
        bankLine({ remark: room.code, counterpartyAccount: '6222000011112222', counterpartyName: '李四' }),
        bankLine({ amountFen: -500, remark: '跨行转账手续费' }),
        bankLine({ amountFen: 1_234, remark: '结息' }),
        { problem: 'amount is no number' },
      ];
      const first = await bring(...lines);
      expect(unwrap(first.brought)).toMatchObject({ line_count: 3, new_count: 3, known_count: 0, problem_count: 1 });
      expect(first.matched).toEqual({ booked: 1, suggested: 0, waiting: 0 });
      const second = await bring(...lines);
      expect(unwrap(second.brought)).toMatchObject({ line_count: 3, new_count: 0, known_count: 3 });
      expect(await receivableOfRoom(server.storage.db, room.room_id)).toBe(0);
      expect(await balance(server, ACCOUNTS.bank)).toBe(DUE_FEN - 500 + 1_234);
      expect(await balance(server, ACCOUNTS.unclaimed)).toBe(0);
      await expectSound(server);
    },
    TIMEOUT,
  );

  it(
    'two rooms, same amount, no reference: left for a person, and kept as unclaimed money',
    async () => {
      const { server, bring, state } = await start();
      const { matched } = await bring(bankLine({ counterpartyName: '张三' }));
      expect(matched).toEqual({ booked: 0, suggested: 0, waiting: 1 });
      expect(await state()).toMatchObject([{ state: 'WAITING' }]);
      expect(await balance(server, ACCOUNTS.unclaimed)).toBe(-DUE_FEN);
      await expectSound(server);
    },
    TIMEOUT,
  );

  it(
    'one person proposes, the same cannot confirm, another books it; undone, the bills ask anew',
    async () => {
      const { server, room, bring, state, decide, matches, context } = await start();
      await bring(bankLine({ counterpartyName: '路人', amountFen: 20_000 }));
      const [line] = await state();
      const proposal = {
        lineId: line?.line_id ?? '',
        roomId: room.room_id,
        billIds: [],
        restToPrepayment: true,
        note: '',
      };
      const matchId = unwrap(await server.storage.transact((tx) => proposeMatch(tx, context, proposal, CLERK)));
      const confirm = { action: 'confirm', restToPrepayment: false } as const;
      expect(await decide(matchId, confirm, CLERK)).toMatchObject({ error: { code: 'LT-2730' } });
      expect(await balance(server, ACCOUNTS.unclaimed)).toBe(-20_000);
      unwrap(await decide(matchId, confirm, AUDITOR));
      expect(await receivableOfRoom(server.storage.db, room.room_id)).toBe(0);
      expect(await prepaidOfRoom(server.storage.db, room.room_id)).toBe(20_000 - DUE_FEN);
      expect(await balance(server, ACCOUNTS.unclaimed)).toBe(0);
      expect(await decide(matchId, confirm, AUDITOR)).toMatchObject({ error: { code: 'LT-2732' } });
      await expectSound(server);

      unwrap(await decide(matchId, { action: 'undo', note: 'another household' }, AUDITOR));
      expect(await receivableOfRoom(server.storage.db, room.room_id)).toBe(DUE_FEN);
      expect(await prepaidOfRoom(server.storage.db, room.room_id)).toBe(0);
      expect(await balance(server, ACCOUNTS.unclaimed)).toBe(-20_000);
      expect(await balance(server, ACCOUNTS.bank)).toBe(20_000);
      expect(await matches()).toMatchObject([
        { state: 'UNDONE', undone_by: AUDITOR, undo_reason: 'another household' },
      ]);
      await expectSound(server);
      const again = unwrap(await server.storage.transact((tx) => proposeMatch(tx, context, proposal, CLERK)));
      unwrap(await decide(again, confirm, AUDITOR));
      await expectSound(server);
    },
    TIMEOUT,
  );

  it(
    'more than is open: the bills are paid, the rest is nobody’s prepayment until somebody says so',
    async () => {
      const { server, room, bring } = await start();
      const { matched } = await bring(bankLine({ counterpartyName: '张三', remark: room.code, amountFen: 19_000 }));
      expect(matched.booked).toBe(1);
      expect(await prepaidOfRoom(server.storage.db, room.room_id)).toBe(0);
      expect(await balance(server, ACCOUNTS.unclaimed)).toBe(-(19_000 - DUE_FEN));
      await expectSound(server);
    },
    TIMEOUT,
  );

  it(
    'proposed for a room that owes nothing, and not to be kept: refused, and the money stays unclaimed',
    async () => {
      const { server, room, bring, context, state, decide } = await start();
      await bring(bankLine({ counterpartyName: '张三', remark: room.code, amountFen: DUE_FEN }));
      await bring(bankLine({ counterpartyName: '路人', amountFen: 5_000 }));
      const waiting = (await state()).find((line) => line.state === 'WAITING');
      const proposal = {
        lineId: waiting?.line_id ?? '',
        roomId: room.room_id,
        billIds: [],
        restToPrepayment: false,
        note: '',
      };
      const propose = (changes = {}) =>
        server.storage.transact((tx) => proposeMatch(tx, context, { ...proposal, ...changes }, CLERK));
      expect(await propose()).toMatchObject({ error: { code: 'LT-2731' } });
      expect(await balance(server, ACCOUNTS.unclaimed)).toBe(-5_000);
      const kept = unwrap(await propose({ restToPrepayment: true }));
      unwrap(await decide(kept, { action: 'confirm', restToPrepayment: true }, AUDITOR));
      expect(await prepaidOfRoom(server.storage.db, room.room_id)).toBe(5_000);
      await expectSound(server);
    },
    TIMEOUT,
  );

  it(
    'account seen before pays again without a word: booked; after a new owner: a person is asked',
    async () => {
      const { server, room, bring, context, rooms } = await start();
      const payer = { counterpartyAccount: '6222000011112222', counterpartyName: '陈红' };
      await bring(bankLine({ ...payer, remark: room.code, amountFen: 10_000, date: '2026-11-05' }));
      const next = await bring(bankLine({ ...payer, amountFen: 8_640, date: '2026-11-20' }));
      expect(next.matched.booked).toBe(1);
      expect(await receivableOfRoom(server.storage.db, room.room_id)).toBe(0);

      const other = rooms[1];
      if (!other) throw new Error('a second room was expected');
      await bring(
        bankLine({ ...payer, counterpartyAccount: '6222000033334444', remark: other.code, amountFen: 10_000 }),
      );
      await server.storage.transact(async (tx) => {
        const buyer = newId();
        await tx.insertInto('party').values({ party_id: buyer, name: '赵六', phone: null }).execute();
        await tx
          .insertInto('ownership')
          .values({
            ownership_id: newId(),
            room_id: other.room_id,
            party_id: buyer,
            relation: 'owner',
            from_date: '2026-11-22',
          })
          .execute();
      });
      const sold = bankLine({
        ...payer,
        counterpartyAccount: '6222000033334444',
        amountFen: 8_640,
        date: '2026-11-23',
      });
      expect((await bring(sold)).matched).toMatchObject({ booked: 0 });
      expect(context.clock.now()).toBeGreaterThan(0);
      await expectSound(server);
    },
    TIMEOUT,
  );

  it(
    'bill paid at a kiosk while a suggestion waits: confirming books nothing twice',
    async () => {
      const { server, room, bring, matches, decide } = await start();
      await bring(bankLine({ counterpartyName: '陈红', remark: room.code, amountFen: 5_000 }));
      const [suggested] = await matches();
      expect(suggested).toMatchObject({ state: 'SUGGESTED' });
      await bring(bankLine({ counterpartyName: '张三', remark: `${room.code} 物业费`, amountFen: DUE_FEN }));
      const confirm = { action: 'confirm', restToPrepayment: false } as const;
      const late = await decide(suggested?.match_id ?? '', confirm, AUDITOR);
      expect(late.ok ? '' : late.error.code).toMatch(/LT-273[12]/);
      expect(await receivableOfRoom(server.storage.db, room.room_id)).toBe(0);
      await expectSound(server);
    },
    TIMEOUT,
  );
});
