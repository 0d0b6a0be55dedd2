import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { KioskPage } from '../support/kiosk-page.ts';
import { RunningStack } from '../support/running-stack.ts';
import { giveTestCards, type TestCard } from '../support/test-cards.ts';

const OWED_AT_MOST_FEN = 400_00;

/** A whole installation, its kiosk in a browser, and owners who come one after another with cards that owe little. */
export class OwnerAtKiosk {
  readonly world: RunningStack;
  readonly browser: Browser;
  readonly kiosk: KioskPage;
  readonly #cards: TestCard[];

  private constructor(world: RunningStack, browser: Browser, kiosk: KioskPage, cards: TestCard[]) {
    this.world = world;
    this.browser = browser;
    this.kiosk = kiosk;
    this.#cards = cards;
  }

  static async come(timings: object, cards: number): Promise<OwnerAtKiosk> {
    const [world, browser] = await Promise.all([RunningStack.open({ timings }), launchChromium()]);
    const given = giveTestCards(world.serverStateDir, cards, OWED_AT_MOST_FEN);
    return new OwnerAtKiosk(world, browser, await KioskPage.open(browser, world.stack.urls.kiosk), given);
  }

  nextCard(): TestCard {
    const card = this.#cards.pop();
    if (!card) throw new Error('no more cards');
    return card;
  }

  /** They still owe what they owed. */
  giveBack(...cards: readonly TestCard[]): void {
    this.#cards.push(...cards);
  }

  async tapTo(screen: 'bills' | 'nothing-owed', uid: string): Promise<void> {
    await this.kiosk.untilIdle();
    await this.world.bench.tap(uid, 300);
    await this.kiosk.on(screen);
  }

  async payByWechat(key: RegExp): Promise<void> {
    await this.kiosk.on('method');
    await this.kiosk.touch(key);
    await this.kiosk.on('qr');
    await this.world.wechat.scanAndPay(await this.kiosk.scanCode(/付款二维码|Payment code/));
    await this.kiosk.on('success');
  }

  /** The page complained of nothing, and the books say what devices and channels hold. */
  async isAllTrue(): Promise<void> {
    expect(this.kiosk.complaints.splice(0)).toEqual([]);
    const { world, books } = await this.world.settled();
    expect(books).toEqual(world);
  }

  async leave(): Promise<void> {
    await this.browser.close();
    await this.world.close();
  }
}
