import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { agreementKeyOfSigner, maintenanceAnswer } from '@louting/server/contract/maintenance-answer';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { KioskPage } from '../support/kiosk-page.ts';
import { ownerTitle } from '../support/owner-words.ts';
import { barriersOf } from '../support/portal-page.ts';
import type { RunningStack } from '../support/running-stack.ts';

const LONG_ENOUGH_MS = 3_100;
const PASSED = '试过了，好的';

/** A finger on the kiosk's number, for as long as nobody holds it by chance. */
export async function holdNumber(kiosk: KioskPage, meanwhile: () => Promise<void> = async () => undefined) {
  await kiosk.page.getByText('K001 号亭').hover();
  await kiosk.page.mouse.down();
  await Promise.all([delay(LONG_ENOUGH_MS), meanwhile()]);
  await kiosk.page.mouse.up();
}

async function typeCode(kiosk: KioskPage, code: string): Promise<void> {
  for (const digit of code) await kiosk.page.getByRole('button', { name: digit, exact: true }).tap();
  await kiosk.touch('确定');
}

/** The office makes a code, and answers by telephone a kiosk that has no line. */
export class Office {
  readonly #portal: Page;
  readonly #world: RunningStack;

  constructor(portal: Page, world: RunningStack) {
    this.#portal = portal;
    this.#world = world;
  }

  async makesCode(): Promise<string> {
    const dialog = await this.#dialog();
    await dialog.getByRole('button', { name: '生成维修码' }).click();
    const code = await dialog.getByTestId('maintenance-code').innerText();
    await dialog.getByRole('button', { name: '已抄下，关闭' }).click();
    return code.trim();
  }

  /** What it says is what the kiosk works out from its own key. */
  async answersByTelephone(): Promise<void> {
    const dialog = await this.#dialog();
    await dialog.getByLabel('屏幕上的 6 位数字').fill('301746');
    await dialog.getByRole('button', { name: '算出答复' }).click();
    const answer = await dialog.getByTestId('maintenance-answer').innerText();
    expect(await barriersOf(this.#portal)).toEqual([]);
    const state = this.#world.kioskStateDir;
    const signer = createPrivateKey(readFileSync(join(state, 'kiosk-key.pem')));
    const { configuration } = JSON.parse(readFileSync(join(state, 'enrolment.json'), 'utf8')) as {
      configuration: { maintenanceKey: string };
    };
    const expected = maintenanceAnswer(agreementKeyOfSigner(signer), configuration.maintenanceKey, '301746');
    expect(answer.trim()).toBe(expected);
    await dialog.getByRole('button', { name: /取\s*消/ }).click();
  }

  async #dialog() {
    await this.#portal.goto(`${this.#world.stack.urls.server}/admin/kiosks`);
    await this.#portal.getByRole('row', { name: /K001/ }).getByRole('button', { name: '维修码' }).click();
    return this.#portal.getByRole('dialog');
  }
}

/** Guesses until the code is over, and comes in with the next one. */
export async function comeInAsTechnician(kiosk: KioskPage, office: Office): Promise<void> {
  const code = await office.makesCode();
  await holdNumber(kiosk);
  await kiosk.on('maintenance-code');
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  for (let tries = 0; tries < 5; tries += 1) {
    await typeCode(kiosk, wrong);
    await kiosk.says(ownerTitle('LT-4007'));
    await kiosk.says('还差 6 位');
  }
  await typeCode(kiosk, code);
  await kiosk.says(ownerTitle('LT-4007'));
  await kiosk.says('还差 6 位');
  await typeCode(kiosk, await office.makesCode());
  await kiosk.on('maintenance-devices');
}

/** Each device is tried out and shows its line; nobody's money has moved when it is over. */
export async function tryEachDevice(kiosk: KioskPage, world: RunningStack, cardUid: string): Promise<void> {
  const tried = async (device: string, test: string, hands: () => Promise<unknown>, passes = PASSED) => {
    await lookAt(kiosk, device);
    await kiosk.touch(test);
    await hands();
    await kiosk.says(passes);
    await showsItsLine(kiosk);
  };
  const nobody = () => Promise.resolve();
  await tried('读卡器', '试读一张卡', () => world.bench.tap(cardUid, 300));
  await tried('纸币器', '试收一张纸币', () => world.insertNote(10_00));
  await tried('硬币器', '重新问硬币器', nobody);
  await tried('找零器', '币装好了，重新查', nobody);
  await tried('打印机', '试打一张', nobody);
  await tried('扫码器', '试扫一个码', () => world.holdPayerCode('134567890123456789'));
  await tried('刷卡机', '重新接通刷卡机', nobody);

  await lookAt(kiosk, '机柜');
  await kiosk.says('关着');
  await kiosk.touch('试亮灯');
  const lamps = async () => (await world.bench.state()).cabinet.relays.length;
  await world.waitFor('the lamps', async () => (await lamps()) > 0);
  await kiosk.touch('返回');
  await world.waitFor('the lamps to go out', async () => (await lamps()) === 0);
  await showsItsLine(kiosk);
  await lookAt(kiosk, '备用电源');
  await kiosk.says('有电');
  await showsItsLine(kiosk);
  expect((await world.bench.state()).cashAcceptor.returnedFen.at(-1)).toBe(10_00);
}

async function lookAt(kiosk: KioskPage, device: string): Promise<void> {
  await kiosk.on('maintenance-devices');
  const key = kiosk.page.getByRole('button', { name: new RegExp(`^${device} `) });
  for (let page = 0; page < 3 && (await key.count()) === 0; page += 1) await kiosk.touch('下一页');
  await key.tap();
  await kiosk.on('maintenance-device');
}

async function showsItsLine(kiosk: KioskPage): Promise<void> {
  await kiosk.touch('看线路记录');
  await kiosk.on('maintenance-trace');
  await kiosk.page.locator('.trace-lines li').first().waitFor();
  for (const screen of ['maintenance-device', 'maintenance-devices'] as const) {
    await kiosk.touch('返回');
    await kiosk.on(screen);
  }
}
