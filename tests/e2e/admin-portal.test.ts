import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../../server/src/start-server.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { barriersOf, logIn } from '../support/portal-page.ts';
import { enrolDemoKiosk, type SignedKiosk } from '../support/signed-kiosk.ts';

/** What staff do all day, in a real browser against a real server with demo books and one kiosk that takes money. */
describe.skipIf(!chromiumPath)('admin portal', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-portal-'));
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  let kiosk: SignedKiosk;
  let receiptNumber: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer({ stateDir, port: 0, demo: { seed: 'portal' }, logLevel: 'error' });
    kiosk = await enrolDemoKiosk(server.url, stateDir);
    const paid = await kiosk.pay(demoCard('small-sum'), 'cash', [10_000, 5_000, 5_000]);
    receiptNumber = paid.receipt?.receiptNumber ?? '';
    await kiosk.reprint(receiptNumber);
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(stateDir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // Not being logged in yet is told by a 401, which the browser reports by itself.
      if (message.type() === 'error' && !message.text().includes('401'))
        complaints.push(`${message.text()} at ${page.url()}`);
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) complaints.push(`asked ${request.url()}`);
    });
  });

  afterEach(async () => {
    await page.context().close();
    expect(complaints.splice(0)).toEqual([]);
  });

  function demoCard(scenario: string): string {
    const { cards } = JSON.parse(readFileSync(join(stateDir, 'demo-cards.json'), 'utf8')) as {
      cards: { scenario: string; uid: string }[];
    };
    return cards.find((card) => card.scenario === scenario)?.uid ?? '';
  }

  async function enter(password?: string): Promise<void> {
    const login = JSON.parse(readFileSync(join(stateDir, 'demo-login.json'), 'utf8')) as Record<string, string>;
    const { userName = '' } = login;
    await logIn(page, server.url, { userName, password: password ?? login.password ?? '' });
  }

  it('refuses a wrong password in words, and lets the demo log-in in and out', async () => {
    await enter('not-the-password');
    await page.getByText('用户名或密码不正确').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await enter();
    await page.getByRole('heading', { name: '终端监控' }).waitFor();
    await page.getByRole('button', { name: '我的账号' }).click();
    await page.getByText('退出登录').click();
    await page.getByLabel('用户名').waitFor();
    await page.goBack();
    await page.goto(`${server.url}/admin/payments`);
    await page.getByLabel('用户名').waitFor();
    expect(await page.getByText(receiptNumber).count()).toBe(0);
  });

  it('shows a kiosk turn amber by itself, says why in words, and answers the owner who calls', async () => {
    await kiosk.heartbeat({ screen: 'idle', devices: [{ role: 'cash-acceptor', state: 'ok' }] });
    await enter();
    const row = page.getByRole('row', { name: /K001/ });
    await row.getByText('正常').waitFor();
    await kiosk.heartbeat({
      screen: 'cash',
      devices: [{ role: 'cash-acceptor', state: 'failed', code: 'LT-3103' }],
    });
    await kiosk.callHelp('cash');
    await row.getByText('需处理').waitFor();
    await row.getByText('LT-3103').waitFor();
    await row.getByText('¥200.00').first().waitFor();
    const call = page.getByText('K001 物业服务中心大厅 有业主求助');
    await call.waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: /接\s*单/ }).click();
    await page.getByLabel('谁去（业主看到的称呼）').fill('王师傅');
    await page.getByRole('button', { name: '告诉业主' }).click();
    await page.getByText('王师傅正在过去').waitFor();
    await page.getByRole('button', { name: '已帮好' }).click();
    await call.waitFor({ state: 'detached' });
    await page.goto(`${server.url}/admin/tickets?state=closed`);
    await page.getByRole('row', { name: /现场求助/ }).click();
    await page.getByRole('dialog').getByText('派人过去').waitFor();
    expect(await barriersOf(page)).toEqual([]);
  });

  it('says what an enrolment code will do before making it, and shows it once', async () => {
    await enter();
    await page.getByRole('row', { name: /K002/ }).getByRole('button', { name: '注册码' }).click();
    await page.getByText('之前未使用的注册码同时作废').waitFor();
    await page.getByRole('button', { name: '生成注册码' }).click();
    const code = await page.getByTestId('enrolment-code').innerText();
    expect(code.trim()).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await page.getByRole('button', { name: '已抄下，关闭' }).click();
    await page.getByRole('row', { name: /K002/ }).getByRole('button', { name: '注册码' }).click();
    await page.getByRole('button', { name: '生成注册码' }).waitFor();
    expect(await page.getByTestId('enrolment-code').count()).toBe(0);
  });

  it('turns a way in off for a community; one of its kiosks keeps what was chosen for it alone', async () => {
    await enter();
    await page.getByRole('link', { name: '登录方式' }).click();
    const community = page.getByRole('row', { name: /翠湖/ });
    const own = page.getByRole('row', { name: /K001/ });
    await own.getByRole('combobox').click();
    await page.locator('.ant-select-dropdown:visible').getByTitle('单独设置').click();
    await own.getByRole('switch', { name: /房号/, disabled: false, checked: true }).waitFor();
    await community.getByRole('switch', { name: /房号/ }).click();
    const others = page.getByRole('row', { name: /K002/ });
    await others.getByRole('switch', { name: /房号/, checked: false, disabled: true }).waitFor();
    expect(await own.getByRole('switch', { name: /房号/ }).isChecked()).toBe(true);
    expect(await barriersOf(page)).toEqual([]);
  });

  it('leads from today’s total of a kiosk to the payment behind it, its bills, notes and receipt', async () => {
    await enter();
    await page.getByRole('row', { name: /K001/ }).getByRole('link', { name: '¥200.00' }).click();
    await page.getByRole('heading', { name: '收款记录' }).waitFor();
    await page.locator('.totals').getByText('¥200.00').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('row', { name: new RegExp(receiptNumber) }).press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('¥100 × 1').waitFor();
    await drawer.getByText('¥50 × 2').waitFor();
    const shown = await drawer.locator('.ant-table-tbody .money, .ant-table-summary .money').allInnerTexts();
    const amounts = shown.map((text) => Math.round(Number(text.replace(/[¥,]/g, '')) * 100));
    const received = amounts.pop();
    expect(received).toBe(20_000);
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(received);
    await drawer.locator('.paper').getByText('贰佰元整').waitFor();
    await drawer.getByText('已补打 1 次').waitFor();
  });

  it('prints a receipt in the office as a marked copy with seal and proof code, and notes by whom', async () => {
    await enter();
    await page.getByRole('link', { name: '收据查询' }).click();
    await page.evaluate('window.print = () => undefined');
    const row = page.getByRole('row', { name: new RegExp(receiptNumber) });
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: '打印选中的 1 张' }).click();
    const sheet = page.locator('.print-sheets .paper');
    await sheet.waitFor({ state: 'attached' });
    await page.emulateMedia({ media: 'print' });
    await sheet.getByText('补打 第 2 次').waitFor();
    await sheet.getByRole('img', { name: /收费专用章/ }).waitFor();
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
    await row.getByText('2 次').waitFor();
    await row.click();
    await page
      .getByRole('dialog')
      .getByText(/^第 2 次补打：.*管理员/)
      .waitFor();
  });

  it('keeps its place when the page is loaded again, in the language chosen', async () => {
    await enter();
    await page.getByRole('link', { name: '收据查询' }).click();
    await page.getByPlaceholder('收据号 / 支付单号 / 房号').fill(receiptNumber);
    await page.keyboard.press('Enter');
    await page.getByText('EN', { exact: true }).click();
    await page.getByRole('heading', { name: 'Receipts' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Receipts' }).waitFor();
    await page.getByRole('row', { name: new RegExp(receiptNumber) }).click();
    await page.getByText('2 further copies were printed').waitFor();
  });

  it('finds a household and shows how each bill came about, and a ledger that ends at what is owed', async () => {
    await enter();
    await page.getByRole('link', { name: '房屋住户' }).click();
    await page.getByPlaceholder('房号 / 姓名 / 手机号').fill('8-2-1202');
    await page.keyboard.press('Enter');
    await page.getByText('8-2-1202', { exact: true }).click();
    await page.getByText('计费面积').waitFor();
    await page.reload();
    const owed = await page.locator('.summary .money').first().innerText();
    expect(owed).toMatch(/^¥\d,\d{3}\.\d{2}$/);
    await page
      .getByRole('row', { name: /物业费/ })
      .first()
      .click();
    await page
      .getByText(/㎡ × .* 元/)
      .first()
      .waitFor();
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('tab', { name: '账目' }).click();
    const newest = page.getByRole('tabpanel', { name: '账目' }).locator('.ant-table-row').first();
    expect(await newest.locator('td').last().innerText()).toBe(owed);
  });

  it('narrows every page to the community chosen in the bar', async () => {
    await enter();
    await page.getByRole('row', { name: /K003/ }).waitFor();
    await page.getByRole('combobox', { name: '切换小区' }).click();
    await page.locator('.ant-select-item-option').last().click();
    await page.getByRole('row', { name: /K001/ }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: '收款记录' }).click();
    await page.getByText('没有符合条件的收款').waitFor();
  });

  it('refuses a weak new password in words', async () => {
    await enter();
    await page.getByRole('button', { name: '我的账号' }).click();
    await page.getByText('修改密码').click();
    await page.getByLabel('当前密码').fill('whatever it is');
    await page.getByLabel('新密码', { exact: true }).fill('short');
    await page.getByLabel('再输一次新密码').fill('shirt');
    await page.getByText('两次输入的新密码不一样').waitFor();
    await page.getByLabel('再输一次新密码').fill('short');
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.getByText('当前密码不正确').waitFor();
    const { password } = JSON.parse(readFileSync(join(stateDir, 'demo-login.json'), 'utf8')) as { password: string };
    await page.getByLabel('当前密码').fill(password);
    await page.getByRole('button', { name: '修改密码' }).click();
    await page.getByText('新密码太短，至少 12 个字符').waitFor();
    expect(await barriersOf(page)).toEqual([]);
    complaints.length = 0;
  });

  it('shows a page that says so, and a way on, when the server is away', async () => {
    await enter();
    await page.getByRole('row', { name: /K001/ }).waitFor();
    await page.route('**/admin/v1/payments*', (route) => route.abort());
    await page.getByRole('link', { name: '收款记录' }).click();
    await page.getByText('没有取到数据').waitFor();
    await page.unroute('**/admin/v1/payments*');
    await page.getByRole('button', { name: /重\s*试/ }).click();
    await page.getByText(receiptNumber).waitFor();
    complaints.length = 0;
  });
});
