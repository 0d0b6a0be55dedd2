import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessDate } from '@louting/common/clock';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditBooks } from '../../server/src/modules/ledger/ledger.audit.ts';
import { icbcStatementOf } from '../../server/src/modules/reconciliation/testing/test-files.ts';
import { type RunningServer, startServer } from '../../server/src/start-server.ts';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { barriersOf, logIn } from '../support/portal-page.ts';
import { hireStaff, STAFF_PASSWORD } from '../support/portal-staff.ts';

const YESTERDAY = businessDate(Date.now() - 86_400_000);

interface OwingRoom {
  readonly roomId: string;
  readonly code: string;
  readonly label: string;
  readonly owedFen: number;
}

/** From the bank's file to the paid bill, and from the acquirer's file to the locked day, by two people of finance. */
describe.skipIf(!chromiumPath)('reconciliation in the portal', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-reconciliation-'));
  let server: RunningServer;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer({ stateDir, port: 0, demo: { seed: 'bank' }, logLevel: 'error' });
    await hireStaff(server.storage, { fay: 'finance-auditor', gil: 'finance-auditor' });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(stateDir, { recursive: true, force: true });
    expect(complaints).toEqual([]);
  });

  async function deskOf(userName: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // Refusals are told by their status, which the browser reports by itself.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
    });
    await logIn(page, server.url, { userName, password: STAFF_PASSWORD });
    await page.getByRole('heading', { name: '终端监控' }).waitFor();
    return page;
  }

  const bankPage = (page: Page) => page.goto(`${server.url}/admin/reconciliation?tab=bank`);

  async function bring(page: Page, name: string, buffer: Buffer): Promise<void> {
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: '上传并对账' }).click();
  }

  /** A room of the first community, with all that is open for it. */
  async function owingRoom(code: string): Promise<OwingRoom> {
    const room = await server.storage.db
      .selectFrom('room')
      .innerJoin('community', 'community.community_id', 'room.community_id')
      .select(['room.room_id', 'room.label'])
      .where('community.name_zh', '=', '翠湖花园')
      .where('room.code', '=', code)
      .executeTakeFirstOrThrow();
    const owedFen = await owed(room.room_id);
    expect(owedFen).toBeGreaterThan(0);
    return { roomId: room.room_id, code, label: room.label, owedFen };
  }

  const owed = async (roomId: string) => {
    const bills = await server.storage.db
      .selectFrom('bill')
      .select(['amount_fen', 'paid_fen', 'state'])
      .where('room_id', '=', roomId)
      .where('state', '<>', 'REVERSED')
      .execute();
    return bills.reduce((sum, bill) => sum + bill.amount_fen - bill.paid_fen, 0);
  };

  it('a statement is imported, what the machine suggests and what one person says is confirmed by another, and bills are paid', async () => {
    const [hinted, nameless] = [await owingRoom('9-1-1002'), await owingRoom('10-2-1101')];
    const transfers = icbcStatementOf(
      // Written together it could be another number: no more than a suggestion.
      {
        ...payer('孙某某', '6217000011112222'),
        amountFen: hinted.owedFen,
        remark: `${hinted.code.replaceAll('-', '')}缴费`,
      },
      { ...payer('路人甲', '6217000033334444'), amountFen: nameless.owedFen + 5_000, remark: '缴费' },
    );
    const fay = await deskOf('fay');
    await bankPage(fay);
    await fay.getByText('没有待确认的建议').waitFor();
    await fay.getByRole('button', { name: '导入银行流水' }).click();
    await bring(fay, '说明.csv', Buffer.from('no,statement\r\n'));
    await fay.getByText('认不出银行流水的格式').waitFor();
    await bring(fay, '工行.csv', transfers);
    await fay.getByText('新增 2 笔，0 笔已有').waitFor();
    await fay.getByRole('button', { name: '去处理' }).click();

    await fay.getByText('待认领 1').click();
    await fay.getByRole('row', { name: /路\*\*/ }).click();
    const drawer = fay.getByRole('dialog');
    await drawer.getByRole('button', { name: '认款：指定房屋和账单' }).click();
    expect(await barriersOf(fay)).toEqual([]);
    await drawer.getByRole('combobox', { name: '房屋' }).fill(nameless.code);
    await fay.locator('.ant-select-item-option').filter({ hasText: nameless.label }).click();
    await drawer.getByText('多出的钱转入该户预存款').click();
    await drawer.getByRole('button', { name: '提交，由同事确认' }).click();
    await drawer.getByText('须由另一位同事确认').waitFor();
    expect(await drawer.getByRole('button', { name: '确认入账' }).isDisabled()).toBe(true);

    const gil = await deskOf('gil');
    await bankPage(gil);
    await gil.getByRole('row', { name: /孙\*\*/ }).click();
    const decision = gil.getByRole('dialog');
    await decision.getByText('附言里房号连写').waitFor();
    await decision.getByText('金额等于全部欠费').waitFor();
    expect(await barriersOf(gil)).toEqual([]);
    await decision.getByRole('button', { name: '确认入账' }).click();
    await decision.getByText('已入账').first().waitFor();
    await gil.keyboard.press('Escape');
    expect(await owed(hinted.roomId)).toBe(0);

    await gil.getByText('待复核 1').click();
    await gil.getByRole('row', { name: /路\*\*/ }).click();
    await decision.getByText('¥50.00').waitFor();
    await decision.getByRole('button', { name: '确认入账' }).click();
    await decision.getByRole('button', { name: '撤销入账' }).waitFor();
    expect(await owed(nameless.roomId)).toBe(0);
    expect((await server.storage.transact((tx) => auditBooks(tx))).sound).toBe(true);
  });

  it('a day of the card terminals has a payment that nobody knows: it is explained, and the day is locked', async () => {
    const [year, month, day] = YESTERDAY.split('-');
    const file = Buffer.from(
      [
        '终端号,交易日期,交易时间,交易类型,交易状态,参考号,交易金额,手续费,订单号',
        `10000001,${year}${month}${day},101530,消费,成功,112310153001,88.00,0.53,LT-OF-NOBODY`,
        `10000001,${year}${month}${day},111530,消费,成功,112310153002,8x.00,0.53,LT-UNREADABLE`,
      ].join('\r\n'),
    );
    const fay = await deskOf('fay');
    await fay.goto(`${server.url}/admin/reconciliation?month=${year}-${month}`);
    await fay.getByRole('rowheader', { name: /微信支付/ }).waitFor();
    expect(await barriersOf(fay)).toEqual([]);
    await fay.getByRole('button', { name: '上传账单文件' }).click();
    await bring(fay, 'pos.csv', file);

    const run = fay.getByRole('dialog').filter({ hasText: `POS 收单 交易 ${YESTERDAY}` });
    await run.getByText('账上缺').waitFor();
    await run.getByText('该行金额不是整分').waitFor();
    const lock = run.getByRole('button', { name: /锁定这一天/ });
    expect(await lock.isDisabled()).toBe(true);
    await run.getByRole('button', { name: '关闭差异' }).click();
    await fay.getByLabel('说明原因').fill('测试刷卡，已退');
    await fay
      .getByRole('dialog')
      .filter({ hasText: '关闭后不能再改' })
      .getByRole('button', { name: '关闭差异' })
      .click();
    await run.getByText('测试刷卡，已退').waitFor();
    await lock.click();
    await fay.getByRole('tooltip').getByRole('button', { name: '锁定这一天' }).click();
    await run.getByText('已锁定').waitFor();
    await run.getByRole('button', { name: '关闭', exact: true }).click();
    await fay.getByRole('button', { name: `${YESTERDAY} POS 收单 交易: 已锁定` }).waitFor();

    await fay.getByRole('tab', { name: '月度报告' }).click();
    await fay.getByRole('link', { name: /下载报告/ }).waitFor();
    expect(await barriersOf(fay)).toEqual([]);
  });

  it('one person says where a class of lines is posted, another agrees; the balances agree, and nobody signs a month alone', async () => {
    const fay = await deskOf('fay');
    await fay.goto(`${server.url}/admin/reconciliation?tab=rules`);
    await fay.getByText('****1234').waitFor();
    await fay.getByRole('button', { name: '设科目' }).click();
    const dialog = fay.getByRole('dialog');
    await dialog.getByLabel('流水类别').click();
    await fay.locator('.ant-select-item-option').filter({ hasText: '付供应商' }).click();
    await dialog.getByLabel('记账科目').click();
    await fay.locator('.ant-select-item-option').filter({ hasText: '2202' }).click();
    await dialog.getByLabel('原因').fill('电梯维保合同');
    expect(await barriersOf(fay)).toEqual([]);
    await dialog.getByRole('button', { name: '提交，由同事复核' }).click();
    await fay.getByText('须由另一位同事复核').waitFor();

    const gil = await deskOf('gil');
    await gil.goto(`${server.url}/admin/reconciliation?tab=rules`);
    await gil.getByRole('button', { name: /^确\s*认$/ }).click();
    await gil
      .getByRole('tooltip')
      .getByRole('button', { name: /^确\s*认$/ })
      .click();
    await gil.getByRole('cell', { name: /2202/ }).first().waitFor();
    expect(await barriersOf(gil)).toEqual([]);

    await gil.getByRole('tab', { name: '余额调节表' }).click();
    await gil.getByText('两边调节后余额一致').waitFor();
    expect(await barriersOf(gil)).toEqual([]);
    await gil.getByRole('tab', { name: '月度报告' }).click();
    await gil.getByText('还没有编制').waitFor();
    expect(await gil.getByRole('button', { name: '编制月报' }).count()).toBe(0);
  });
});

function payer(name: string, account: string) {
  return { date: YESTERDAY, name, account };
}
