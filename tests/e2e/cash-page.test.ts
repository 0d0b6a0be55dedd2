import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../server/src/start-server.ts';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { barriersOf, logIn } from '../support/portal-page.ts';
import { hireStaff, STAFF_PASSWORD } from '../support/portal-staff.ts';
import { enrolDemoKiosk } from '../support/signed-kiosk.ts';

/** From the full box to the signed day, by three people in a real browser; and the coins of its change. */
describe.skipIf(!chromiumPath)('cash in the portal', () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'louting-cash-'));
  let server: RunningServer;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer({ stateDir, port: 0, demo: { seed: 'cash' }, logLevel: 'error' });
    const kiosk = await enrolDemoKiosk(server.url, stateDir);
    const { cards } = JSON.parse(readFileSync(join(stateDir, 'demo-cards.json'), 'utf8')) as {
      cards: { scenario: string; uid: string }[];
    };
    const uid = cards.find((card) => card.scenario === 'small-sum')?.uid ?? '';
    await kiosk.pay(uid, 'cash', [10_000, 5_000, 5_000]);
    await hireStaff(server.storage, { ann: 'cashier', ben: 'cashier', fin: 'finance-auditor' });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(stateDir, { recursive: true, force: true });
    expect(complaints).toEqual([]);
  });

  async function deskOf(userName: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    await logIn(page, server.url, { userName, password: STAFF_PASSWORD });
    await page.getByRole('heading', { name: '终端监控' }).waitFor();
    await page.goto(`${server.url}/admin/cash`);
    await page.getByRole('heading', { name: '现金管理' }).waitFor();
    return page;
  }

  /** @param counts notes from 100 yuan down */
  async function count(page: Page, counts: readonly number[]): Promise<void> {
    const fields = page.getByRole('dialog').locator('.notes-grid input');
    for (const [index, value] of counts.entries()) await fields.nth(index).fill(String(value));
    await page.getByRole('button', { name: '数好了' }).click();
  }

  it('a box is pulled, counted by two, fifty yuan short, explained by finance, and the day is closed and signed', async () => {
    const ann = await deskOf('ann');
    const box = ann.locator('.cash-box').filter({ hasText: 'K001' });
    await box.getByText('¥200.00').waitFor();
    expect(await barriersOf(ann)).toEqual([]);
    await box.getByRole('button', { name: /^取\s*款$/ }).click();
    await ann.getByLabel('钱箱编号').fill('BOX-7');
    await ann.getByLabel('封签号').fill('S-100234');
    await ann.getByRole('button', { name: '钱箱已取出' }).click();
    await ann.locator('.notes-grid').waitFor();
    await count(ann, [1, 1]);
    await ann.getByText('请另一位同事登录清点').waitFor();

    const ben = await deskOf('ben');
    await ben.getByRole('tab', { name: '取款清点' }).click();
    await ben.getByRole('row', { name: /S-100234/ }).click();
    await ben.getByText('待第二次清点').first().waitFor();
    expect(await ben.getByRole('dialog').innerText()).not.toContain('150.00');
    await count(ben, [1, 1]);
    await ben.getByRole('dialog').getByText('短款').waitFor();
    await ben.getByRole('dialog').getByText('¥50.00').first().waitFor();
    expect(await barriersOf(ben)).toEqual([]);

    const fin = await deskOf('fin');
    await fin.getByRole('tab', { name: '长短款' }).click();
    await fin.getByRole('button', { name: /^处\s*理$/ }).click();
    await fin.getByLabel('原因').fill('查录像未找到');
    await fin
      .getByRole('dialog')
      .getByRole('button', { name: /处\s*理/ })
      .click();
    await fin.getByText('转损失').waitFor();

    await ann.goto(`${server.url}/admin/cash?tab=hoppers`);
    await ann.getByText('没有装找零器的终端').waitFor();
    await ann.getByRole('button', { name: '登记加币、取出、清点' }).click();
    await ann.getByRole('combobox', { name: '终端' }).click();
    await ann.locator('.ant-select-item-option').filter({ hasText: 'K001' }).click();
    await count(ann, [30, 4]);
    await ann.locator('.cash-box').filter({ hasText: '1 次待第二人清点' }).waitFor();
    expect(await barriersOf(ann)).toEqual([]);
    await ben.goto(`${server.url}/admin/cash?tab=hoppers`);
    await ben.getByRole('row', { name: /加币/ }).click();
    expect(await ben.getByRole('dialog').innerText()).not.toContain('32.00');
    await count(ben, [30, 4]);
    await ben.getByRole('cell', { name: '已清点' }).waitFor();

    await ben.goto(`${server.url}/admin/cash?tab=close`);
    await ben.getByRole('button', { name: '制作日结' }).first().click();
    await ben.getByLabel('财务室现金清点数（元）').fill('150');
    expect(await barriersOf(ben)).toEqual([]);
    await ben.getByRole('button', { name: '提交复核' }).click();
    await ben.getByRole('cell', { name: '待复核' }).waitFor();

    await fin.goto(`${server.url}/admin/cash?tab=close`);
    await fin.getByRole('button', { name: '查看并复核' }).click();
    await fin.getByRole('row', { name: 'K001 ¥0.00 ¥32.00 ¥0.00 ¥0.00 ¥0.00 ¥32.00' }).waitFor();
    await fin.getByRole('button', { name: '复核通过' }).click();
    await fin.getByText('已日结').waitFor();
    await fin.getByRole('button', { name: /^打\s*印$/ }).waitFor();
    expect(await barriersOf(fin)).toEqual([]);
  });
});
