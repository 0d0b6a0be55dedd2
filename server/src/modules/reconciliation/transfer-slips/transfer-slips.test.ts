import { newId } from '@louting/common/ids';
import { describe, expect, it } from 'vitest';
import { DUE_FEN } from '../../../app/testing/test-estate.ts';
import { startTestServer } from '../../../app/testing/test-server.ts';
import { logInStaff } from '../../../app/testing/test-staff.ts';
import type { BankLineRow } from '../../../contract/reconciliation-api.ts';
import type { TransferSlip } from '../../../contract/transfer-slips-api.ts';
import { describeOnEachDatabase } from '../../../storage/test-storages.ts';
import { receivableOfRoom } from '../../ledger/ledger.store.ts';
import { icbcStatementOf } from '../testing/test-files.ts';
import { slipImage } from './slip-image.ts';
import { type LineInQuestion, linesOfSlips, type WaitingSlip } from './slips-and-lines.ts';

const PICTURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const BASE = '/admin/v1/reconciliation';

describe('which bank line a transfer slip shows', () => {
  const slip = (changes: Partial<WaitingSlip> = {}): WaitingSlip => ({
    slipId: 's1',
    roomId: 'r1',
    amountFen: 18_640,
    sentOn: '2026-11-20',
    payerName: '张三',
    serial: '',
    ...changes,
  });
  const line = (changes: Partial<LineInQuestion> = {}): LineInQuestion => ({
    lineId: 'l1',
    bookedOn: '2026-11-21',
    amountFen: 18_640,
    counterpartyName: '张三',
    serial: 'HQ0001',
    remark: '',
    rejectedRoomIds: [],
    ...changes,
  });
  const found = [{ slipId: 's1', lineId: 'l1' }];

  it.each<[string, WaitingSlip[], LineInQuestion[], object[]]>([
    ['same payer, amount and days', [slip()], [line()], found],
    ["another payer with the bank's number", [slip({ serial: 'HQ0001' })], [line({ counterpartyName: '李四' })], found],
    ['another payer', [slip()], [line({ counterpartyName: '李四' })], []],
    ['a fen less', [slip()], [line({ amountFen: 18_639 })], []],
    ['eight days later', [slip()], [line({ bookedOn: '2026-11-28' })], []],
    ['two days before', [slip()], [line({ bookedOn: '2026-11-18' })], []],
    ['two lines alike', [slip()], [line(), line({ lineId: 'l2' })], []],
    ['two slips alike', [slip(), slip({ slipId: 's2', roomId: 'r2' })], [line()], []],
    ['a person has said no', [slip()], [line({ rejectedRoomIds: ['r1'] })], []],
  ])('%s', (_, slips, lines, expected) => {
    expect(linesOfSlips(slips, lines)).toEqual(expected);
  });

  it('a file that is called a picture and is none is refused', () => {
    expect(slipImage(Buffer.from('<svg onload=alert(1)>'))).toMatchObject({ ok: false, error: { code: 'LT-2741' } });
    expect(slipImage(PICTURE)).toMatchObject({ ok: true, value: { type: 'image/png' } });
  });
});

describeOnEachDatabase('transfer slip brought to the office', (openBooks) => {
  it('entered once, found on the statement, booked when a second person has looked at the picture', async () => {
    const server = await startTestServer(await openBooks(), { households: 2 });
    const { communityId } = server.estate;
    const [home] = server.estate.households;
    if (!home) throw new Error('a household was expected');
    const cashier = await logInStaff(server, ['cashier']);
    const auditor = await logInStaff(server, ['finance-auditor']);
    const elsewhere = await logInStaff(server, ['cashier'], []);
    const fields = {
      slipId: newId(),
      communityId,
      roomId: home.roomId,
      amountFen: String(DUE_FEN),
      sentOn: '2026-11-20',
      payerName: '赵六',
      serial: '',
      restToPrepayment: 'true',
      note: '儿子代交',
    };
    const register = (changes: object = {}, bytes = PICTURE, staff = cashier) =>
      staff.upload(`${BASE}/transfer-slips`, { ...fields, ...changes }, { name: 'slip.png', bytes });
    expect(await register({}, Buffer.from('GIF89a'))).toMatchObject({ status: 400, body: { code: 'LT-2741' } });
    expect(await register({ sentOn: '2026-12-01' })).toMatchObject({ status: 400, body: { code: 'LT-9001' } });
    expect(await register({}, PICTURE, elsewhere)).toMatchObject({ body: { code: 'LT-9002' } });
    expect((await register({}, PICTURE, auditor)).status).toBe(403);
    for (let sent = 0; sent < 2; sent += 1) expect((await register()).status).toBe(200);

    const slips = async () =>
      (await auditor.get<{ rows: TransferSlip[]; total: number }>(`${BASE}/transfer-slips`)).body;
    expect(await slips()).toMatchObject({
      total: 1,
      rows: [{ state: 'WAITING', payerMasked: '赵*', note: '儿子代交' }],
    });
    expect(await receivableOfRoom(server.storage.db, home.roomId)).toBe(DUE_FEN);

    const statement = icbcStatementOf({
      date: '2026-11-21',
      amountFen: DUE_FEN,
      name: '赵六',
      remark: '转账',
      account: '',
    });
    await auditor.upload(`${BASE}/bank/imports`, { communityId }, { name: 'icbc.csv', bytes: statement });
    const [line] = (await auditor.get<{ rows: BankLineRow[] }>(`${BASE}/bank/lines`)).body.rows;
    expect(line).toMatchObject({ state: 'PROPOSED', match: { slipId: fields.slipId, note: '儿子代交' } });
    expect(await slips()).toMatchObject({ rows: [{ state: 'PROPOSED', lineId: line?.lineId }] });
    const withdrawal = await cashier.post(`${BASE}/transfer-slips/${fields.slipId}/withdrawal`, {});
    expect(withdrawal).toMatchObject({ status: 409, body: { code: 'LT-2742' } });
    const image = await auditor.download(`${BASE}/transfer-slips/${fields.slipId}/image`);
    expect(image).toMatchObject({ status: 200, contentType: 'image/png' });
    expect((await elsewhere.download(`${BASE}/transfer-slips/${fields.slipId}/image`)).status).toBe(404);

    const confirm = { action: 'confirm', restToPrepayment: false };
    expect((await auditor.post(`${BASE}/bank/matches/${line?.match?.matchId}`, confirm)).status).toBe(200);
    expect(await slips()).toMatchObject({ rows: [{ state: 'BOOKED' }] });
    expect(await receivableOfRoom(server.storage.db, home.roomId)).toBe(0);
    const trail = await server.storage.db.selectFrom('audit_event').select('action').execute();
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['register-transfer-slip', 'view-transfer-slip', 'confirm-bank-match']),
    );
  });
});
