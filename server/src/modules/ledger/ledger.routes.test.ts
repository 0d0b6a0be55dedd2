import { expect, it } from 'vitest';
import { DUE_FEN } from '../../app/testing/test-estate.ts';
import { startTestServer } from '../../app/testing/test-server.ts';
import { logInStaff, type TestStaff } from '../../app/testing/test-staff.ts';
import type { AccountLine, AccountRow, Chain } from '../../contract/ledger-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';
import { paid } from '../reconciliation/testing/test-channel-days.ts';

const BASE = '/admin/v1/ledger';
/** Two bills each: more lines than one page has. */
const HOUSEHOLDS = 26;

describeOnEachDatabase('ledger pages', (openBooks) => {
  const balances = async (staff: TestStaff) =>
    new Map(
      (await staff.get<{ rows: AccountRow[] }>(`${BASE}/accounts`)).body.rows.map((row) => [row.accountCode, row]),
    );

  async function linesOf(staff: TestStaff, account: string): Promise<AccountLine[]> {
    const lines: AccountLine[] = [];
    let before = '';
    do {
      const { body } = await staff.get<{ rows: AccountLine[]; next?: string }>(
        `${BASE}/accounts/${account}/lines${before === '' ? '' : `?before=${before}`}`,
      );
      lines.push(...body.rows);
      before = body.next ?? '';
    } while (before !== '');
    return lines;
  }

  it('an auditor turns the pages of an account down to its first line, and they add up to the balance that is shown', async () => {
    const server = await startTestServer(await openBooks(), { households: HOUSEHOLDS });
    const [payer] = server.estate.households;
    if (!payer) throw new Error('a household was expected');
    await paid(server, payer);
    const auditor = await logInStaff(server, ['finance-auditor']);

    const accounts = await balances(auditor);
    expect(accounts.get('1012.wechat')).toMatchObject({ normalSide: 'debit', balanceFen: DUE_FEN });
    expect(accounts.get('1122')?.balanceFen).toBe((HOUSEHOLDS - 1) * DUE_FEN);
    expect(accounts.get('1122')?.months).toHaveLength(12);
    expect(accounts.get('1122')?.months.at(-1)).toMatchObject({ month: '2026-11', creditFen: DUE_FEN });

    const lines = await linesOf(auditor, '1122');
    expect(lines).toHaveLength(HOUSEHOLDS * 2 + 2);
    expect(new Set(lines.map((line) => `${line.entryId} ${line.lineNumber}`)).size).toBe(lines.length);
    expect(lines[0]).toMatchObject({ event: 'payment.received', roomLabel: expect.any(String), debitFen: 0 });
    const sum = lines.reduce((total, line) => total + line.debitFen - line.creditFen, 0);
    expect(sum).toBe(accounts.get('1122')?.balanceFen);
    expect((await auditor.get(`${BASE}/accounts/1122'--/lines`)).status).toBe(400);
  });

  it('who keeps no books is refused, an auditor of another community sees no fen, and taking the anchors away is recorded', async () => {
    const server = await startTestServer(await openBooks(), { households: 1 });
    const cashier = await logInStaff(server, ['cashier']);
    for (const path of ['accounts', 'accounts/1122/lines', 'chain', 'anchors']) {
      expect((await cashier.get(`${BASE}/${path}`)).status).toBe(403);
    }
    const elsewhere = await logInStaff(server, ['finance-auditor'], []);
    expect([...(await balances(elsewhere)).values()].every(({ balanceFen }) => balanceFen === 0)).toBe(true);
    expect(await linesOf(elsewhere, '1122')).toEqual([]);

    const auditor = await logInStaff(server, ['finance-auditor']);
    const { blocks, waiting } = (await auditor.get<Chain>(`${BASE}/chain`)).body;
    expect({ blocks, waiting }).toEqual({ blocks: 0, waiting: 2 });
    expect(await auditor.download(`${BASE}/anchors`)).toMatchObject({
      status: 200,
      contentType: 'application/json; charset=utf-8',
    });
    const trail = await server.storage.db.selectFrom('audit_event').select('action').execute();
    expect(trail.map(({ action }) => action)).toContain('export-anchors');
  });
});
