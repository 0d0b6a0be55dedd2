import { join } from 'node:path';
import { fen, formatYuan } from '@louting/common/money';
import type { DisplayMode, ScreenName } from '@louting/kiosk/screens';
import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { expect } from 'vitest';
import { KioskEar } from './kiosk-ear.ts';

const PORTRAIT = { width: 1080, height: 1920 };

/** Long enough for the kiosk to take it for a wish. */
const HELD_MS = 1_000;

/** Where pictures of every screen go; absent: none are taken. */
const PICTURES = process.env.LOUTING_PICTURES;

/** An owner in front of the kiosk: sees the page and touches it. */
export class KioskPage {
  readonly page: Page;
  /** What the page itself complained about. */
  readonly complaints: string[] = [];
  mode: DisplayMode = 'standard';
  readonly ear: KioskEar;
  /** Counted as the owner's finger does. */
  touches = 0;
  private pictures = 0;
  private readonly url: string;

  private constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
    this.ear = new KioskEar(page);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error' && !line.text().includes('WebSocket')) this.complaints.push(line.text());
    });
  }

  static async open(browser: Browser, url: string, viewport = PORTRAIT): Promise<KioskPage> {
    const context = await browser.newContext({ viewport, hasTouch: true, reducedMotion: 'reduce' });
    context.setDefaultTimeout(20_000);
    const kiosk = new KioskPage(await context.newPage(), url);
    await KioskEar.hasten(kiosk.page);
    await kiosk.page.goto(url);
    return kiosk;
  }

  /** Waits for a screen, in the letters that were chosen. */
  async on(screen: ScreenName): Promise<void> {
    await this.page.locator(`[data-screen="${screen}"]`).waitFor();
    expect(await this.page.locator('html').getAttribute('data-mode'), `letters on ${screen}`).toBe(this.mode);
    await this.picture(screen);
  }

  async says(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Waits until notes are wanted for exactly this much. */
  async wantsNotesFor(remainingFen: number): Promise<void> {
    await this.on('cash');
    await this.says('请把纸币一张一张放进来');
    await this.isLeft(remainingFen);
  }

  async isLeft(remainingFen: number): Promise<void> {
    const figures = formatYuan(fen(remainingFen)).replace('.', String.raw`\.`);
    await this.page.locator('dl div', { hasText: new RegExp(String.raw`还差\s*${figures}`) }).waitFor();
  }

  /** Touches what carries this name. */
  async touch(name: string | RegExp): Promise<void> {
    this.touches += 1;
    await this.page.getByRole('button', { name }).first().tap();
  }

  async switchMode(mode: DisplayMode): Promise<void> {
    await this.touch(mode === 'elder' ? '大字 · 换成长辈版，字更大' : '标准字 · 换成标准版');
    await this.page.locator(`html[data-mode="${mode}"]`).waitFor();
    this.mode = mode;
  }

  /** Leaves with the receipt; who left money behind for the first time is asked what it is for. */
  async finish(): Promise<void> {
    await this.touch('完成');
    const next = this.page.locator('[data-screen="agreement"], [data-screen="goodbye"], [data-screen="idle"]');
    await next.first().waitFor();
    if ((await this.page.locator('[data-screen="agreement"]').count()) === 0) return;
    await this.on('agreement');
    await this.touch(/^不要，我自己来缴/);
    await this.touch(/^退给我/);
  }

  /** A key of the keypad, held down for a moment or only pressed. */
  async press(key: string, { held = false } = {}): Promise<void> {
    await this.page.keyboard.press(key, held ? { delay: HELD_MS } : {});
  }

  /** Presses the digit that was said for a choice. */
  async choose(clip: string): Promise<void> {
    await this.press(await this.ear.digitFor(clip));
  }

  /** Back to the idle screen, in standard letters, where the next owner stands. */
  async untilIdle(): Promise<void> {
    this.mode = 'standard';
    await this.on('idle');
  }

  /** What a phone's camera reads from the screen. */
  async scanCode(label: string | RegExp): Promise<string> {
    await this.page.getByRole('img', { name: label }).waitFor();
    const { width, height, data } = PNG.sync.read(await this.page.screenshot());
    const code = jsqr.default(Uint8ClampedArray.from(data), width, height);
    if (!code) throw new Error('no code can be read from the screen');
    return code.data;
  }

  async picture(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    this.pictures += 1;
    const journey =
      expect
        .getState()
        .currentTestName?.replace(/[^\p{L}\p{N}]+/gu, '-')
        .slice(0, 70) ?? '';
    const number = String(this.pictures).padStart(3, '0');
    await this.page.screenshot({ path: join(PICTURES, `${number}-${journey}-${name}.png`) });
  }

  async reload(): Promise<void> {
    await this.page.goto(this.url);
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
