import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { RunningStack } from './running-stack.ts';

/** Fills in the log-in page and sends it. */
export async function logIn(
  page: Page,
  serverUrl: string,
  { userName, password }: { readonly userName: string; readonly password: string },
): Promise<void> {
  await page.goto(`${serverUrl}/admin/`);
  await page.getByLabel('用户名').fill(userName);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: /登\s*录/ }).click();
}

/** In text, because this side knows no DOM. Spinners never end. */
const ALL_HAS_FADED_IN = `Promise.all(document.getAnimations()
  .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
  .map((animation) => animation.finished.catch(() => undefined))).then(() => undefined)`;

/** WCAG 2.1 A and AA on what is on the page now; nothing when all is well. */
export async function barriersOf(page: Page): Promise<string[]> {
  // A button under the pointer has another colour.
  await page.mouse.move(0, 0);
  // Nor is what still fades in as dark as it will be.
  await page.evaluate(ALL_HAS_FADED_IN);
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const checker = (globalThis as unknown as { axe: typeof axe }).axe;
    return (await checker.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

/** The admin portal with the demo staff member logged in. */
export async function openPortal(browser: Browser, world: RunningStack): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await logIn(page, world.stack.urls.server, world.demoLogin());
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
