import type { Browser, Page } from 'playwright-core';
import type { RunningStack } from './running-stack.ts';

/** The admin portal with the demo staff member logged in. */
export async function openPortal(browser: Browser, world: RunningStack): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const { userName, password } = world.demoLogin();
  await page.goto(`${world.stack.urls.server}/admin/`);
  await page.getByLabel('用户名').fill(userName);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: /登\s*录/ }).click();
  await page.getByRole('heading', { name: '终端监控' }).waitFor();
  return page;
}

/** Searches a receipt by its number and opens it. @returns everything its paper says */
export async function receiptInPortal(page: Page, world: RunningStack, receiptNumber: string): Promise<string> {
  await page.goto(`${world.stack.urls.server}/admin/receipts`);
  await page.getByPlaceholder('收据号 / 支付单号 / 房号').fill(receiptNumber);
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: new RegExp(receiptNumber) }).click();
  const paper = page.getByRole('dialog').locator('.paper');
  await paper.waitFor();
  return paper.innerText();
}
