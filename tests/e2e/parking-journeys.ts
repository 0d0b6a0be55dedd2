import { businessDate } from '@louting/common/clock';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { addDays, addMonths } from '../../server/src/modules/billing/periods.ts';
import { termOf } from '../../server/src/modules/offers/parking-leases.ts';
import type { RunningStack } from '../support/running-stack.ts';
import { barriersOf } from '../support/portal-page.ts';

const SPACE = 'B1-009';

export interface LetSpace {
  /** Days as the kiosk says them. */
  readonly paidBefore: string;
  readonly paidAfterThreeMonths: string;
}

/** The office lets a space to a home, for a year from the first of next month. */
export async function letSpace(portal: Page, world: RunningStack, roomCode: string): Promise<LetSpace> {
  await portal.goto(`${world.stack.urls.server}/admin/parking-leases`);
  await portal.getByRole('row', { name: /B1-086.*租用中/ }).waitFor();
  await portal.getByRole('button', { name: '登记租约' }).click();
  const dialog = portal.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '房屋' }).fill(roomCode);
  // Not one of the rooms that were listed before the search.
  const [building, unit, number] = roomCode.split('-');
  const found = portal.locator('.ant-select-dropdown:visible .ant-select-item-option');
  await found.filter({ hasText: new RegExp(`^${building}栋${unit}单元${number} `) }).click();
  await dialog.getByLabel('车位').fill(` ${SPACE.toLowerCase()}`);
  await dialog.getByLabel('车牌号').fill('A99999');
  await choosePrice(portal, '300.00');
  await dialog.getByRole('button', { name: /登\s*记/ }).click();
  await dialog.getByText('车牌号不对').waitFor();
  await dialog.getByLabel('车牌号').fill('浙A·99999');
  expect(await barriersOf(portal)).toEqual([]);
  await dialog.getByRole('button', { name: /登\s*记/ }).click();
  await rowOf(portal).getByText('浙A·**999').waitFor();
  const from = `${addMonths(businessDate(Date.now()).slice(0, 7), 1)}-01`;
  return { paidBefore: said(addDays(from, -1)), paidAfterThreeMonths: said(termOf(from, 3).to) };
}

/** After it was paid on at the kiosk: another year is agreed at a new price, and called off. */
export async function renewAndEnd(portal: Page): Promise<void> {
  await portal.reload();
  await setPrice(portal, '320');
  await rowOf(portal)
    .getByRole('button', { name: /续\s*租/ })
    .click();
  await choosePrice(portal, '320.00');
  await portal
    .getByRole('dialog')
    .getByRole('button', { name: /续\s*租/ })
    .click();
  await expectRows(portal, 2);
  await rowOf(portal)
    .first()
    .getByRole('button', { name: /终\s*止/ })
    .click();
  await portal.getByRole('dialog').getByText('不能早于这一天').waitFor();
  await portal
    .getByRole('dialog')
    .getByRole('button', { name: /终\s*止/ })
    .click();
  await rowOf(portal).first().getByText('已终止').waitFor();
  await rowOf(portal)
    .last()
    .getByRole('button', { name: /续\s*租/ })
    .waitFor();
  expect(await barriersOf(portal)).toEqual([]);
}

const rowOf = (portal: Page) => portal.getByRole('row', { name: new RegExp(SPACE) });

async function expectRows(portal: Page, count: number): Promise<void> {
  await rowOf(portal)
    .nth(count - 1)
    .waitFor();
}

/** From the first of next month, once: a second from that day is refused. What stands until then is as it was. */
async function setPrice(portal: Page, yuan: string): Promise<void> {
  await offerPrice(portal, yuan);
  await portal.getByRole('row', { name: /车位租赁.*¥320\.00.*未生效/ }).waitFor();
  await portal
    .getByRole('row', { name: /车位租赁.*¥300\.00.*现行/ })
    .first()
    .waitFor();
  await offerPrice(portal, yuan);
  await portal.getByRole('dialog').getByText('LT-2868').waitFor();
  await portal
    .getByRole('dialog')
    .getByRole('button', { name: /取\s*消/ })
    .click();
  await portal.getByRole('dialog').waitFor({ state: 'detached' });
}

async function offerPrice(portal: Page, yuan: string): Promise<void> {
  await portal.getByRole('button', { name: '设月租标准' }).click();
  const dialog = portal.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '车位类型' }).click();
  await portal.locator('.ant-select-dropdown:visible').getByTitle('车位租赁').click();
  await dialog.getByLabel('每月价格').fill(yuan);
  expect(await barriersOf(portal)).toEqual([]);
  await dialog.getByRole('button', { name: /保\s*存/ }).click();
}

async function choosePrice(portal: Page, yuan: string): Promise<void> {
  await portal.getByRole('dialog').getByRole('combobox', { name: '收费标准' }).click();
  await portal.locator('.ant-select-dropdown:visible').getByTitle(`车位租赁，每月 ¥${yuan}`).click();
}

function said(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}
