import { readFile, readdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ScreenModel, UiMessage } from '@louting/kiosk/screens';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import failures from '../../assets/locales/zh-CN/failures.json' with { type: 'json' };
import { SAMPLES, SAMPLE_FRAME } from '../../kiosk/src/ui/gallery/samples.ts';
import { launchChromium, launchKioskChromium } from '../support/chromium.ts';
import { writeFakeCamera } from '../support/fake-camera.ts';
import { servePages, type BuiltPages } from './kiosk-pages.ts';

/** The product's bound for the script of the screens, compressed. */
const MOST_SCRIPT_BYTES = 200_000;

/** The service end of `/ui`, driven by the test. */
class Pushes {
  readonly heard: UiMessage[] = [];
  readonly #sockets = new Set<WebSocket>();
  readonly #server: WebSocketServer;
  #model: ScreenModel | undefined;

  constructor(server: Server) {
    this.#server = new WebSocketServer({ server, path: '/ui' });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as UiMessage;
        this.heard.push(message);
        if (message.type === 'hello') this.#send(socket);
      });
    });
  }

  /** Pushes the sample `name` as revision `revision`. */
  show(name: string, revision: number, frame: Partial<typeof SAMPLE_FRAME> = {}): void {
    const sample = SAMPLES.find((one) => one.name === name);
    if (sample === undefined) throw new Error(`no sample ${name}`);
    this.#model = { ...SAMPLE_FRAME, ...sample.frame, ...frame, revision, ...sample.screen };
    for (const socket of this.#sockets) this.#send(socket);
  }

  painted(): readonly number[] {
    return this.heard.filter((message) => message.type === 'painted').map(({ revision }) => revision);
  }

  intents(): readonly UiMessage[] {
    return this.heard.filter((message) => message.type === 'intent');
  }

  cut(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  #send(socket: WebSocket): void {
    if (this.#model !== undefined) socket.send(JSON.stringify({ type: 'screen', model: this.#model }));
  }
}

let pages: BuiltPages;
let browser: Browser;
let page: Page;
let service: Pushes;
const complaints: string[] = [];

beforeAll(async () => {
  [pages, browser] = await Promise.all([servePages('production'), launchChromium()]);
  service = new Pushes(pages.server);
});

afterAll(async () => {
  service.cut();
  await browser.close();
  await pages.close();
});

beforeEach(async () => {
  service.heard.length = 0;
  complaints.length = 0;
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    // A line cut on purpose is told by the browser too.
    if (line.type() === 'error' && !/WebSocket|ERR_INTERNET_DISCONNECTED/.test(line.text()))
      complaints.push(line.text());
  });
});

afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
});

describe('kiosk pages on the kiosk service', () => {
  it('say hello, draw the pushed screen and report it painted', async () => {
    service.show('idle', 4);
    await page.goto(pages.origin);
    await page.getByRole('heading', { name: '请刷社区卡' }).waitFor();
    expect(service.heard[0]).toEqual({ type: 'hello' });
    await expect.poll(() => service.painted()).toContain(4);
    service.show('bills', 5);
    await page.getByText('938.20').first().waitFor();
    await expect.poll(() => service.painted()).toContain(5);
  });

  it('send what was touched with the revision it was touched on', async () => {
    service.show('bills', 11);
    await page.goto(pages.origin);
    await page.getByRole('button', { name: '缴费 938.20 元' }).click();
    await page.getByRole('button', { name: /水费/ }).click();
    await vi.waitFor(() =>
      expect(service.intents()).toEqual([
        { type: 'intent', revision: 11, intent: { intent: 'pay' } },
        { type: 'intent', revision: 11, intent: { intent: 'show-bill', billId: 'b2' } },
      ]),
    );
  });

  it('can be walked with a keypad alone', async () => {
    service.show('method', 3);
    await page.goto(pages.origin);
    await page.getByRole('heading').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await vi.waitFor(() =>
      expect(service.intents()).toEqual([
        { type: 'intent', revision: 3, intent: { intent: 'choose-method', method: 'alipay-qr' } },
      ]),
    );
    const outline: unknown = await page.evaluate('getComputedStyle(document.activeElement).outlineWidth');
    expect(Number.parseFloat(String(outline))).toBeGreaterThanOrEqual(4);
  });

  it('switch language and letters when the service says so, and ask it in the other language', async () => {
    service.show('idle', 1, { language: 'en', mode: 'elder' });
    await page.goto(pages.origin);
    await page.getByRole('heading', { name: 'Tap your community card' }).waitFor();
    expect(await page.locator('html').getAttribute('data-mode')).toBe('elder');
    await page.getByRole('button', { name: /^Setup/ }).click();
    await expect.poll(() => service.intents().at(-1)).toMatchObject({ intent: { intent: 'show-settings' } });
    service.show('settings', 2, { language: 'en', theme: 'contrast' });
    await page.getByRole('button', { name: '繁體' }).click();
    await vi.waitFor(() =>
      expect(service.intents().at(-1)).toMatchObject({ intent: { intent: 'set-language', language: 'zh-TW' } }),
    );
    expect(await page.locator('html').getAttribute('data-theme')).toBe('contrast');
    // By digit: the next choice of a row, and the key below the rows.
    for (const digit of ['1', '2', '5']) await page.keyboard.press(digit);
    await vi.waitFor(() =>
      expect(service.intents().slice(-3)).toMatchObject([
        { intent: { intent: 'set-volume', volume: 3 } },
        { intent: { intent: 'set-language', language: 'zh-CN' } },
        { intent: { intent: 'close-settings' } },
      ]),
    );
  });

  it('reload in the middle of cash: the same screen again, nothing kept in the page', async () => {
    service.show('cash-notes', 30);
    await page.goto(pages.origin);
    await page.getByText('100.40').waitFor();
    await page.reload();
    await page.getByText('100.40').waitFor();
    expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  });

  it('service gone: the last screen stays under "one moment", and the next push lifts it', async () => {
    service.show('qr', 8);
    await page.goto(pages.origin);
    await page.getByRole('heading', { name: '请用微信扫一扫' }).waitFor();
    await page.context().setOffline(true);
    service.cut();
    await page.getByText('请稍等').waitFor({ timeout: 10_000 });
    expect(await page.getByRole('heading', { name: '请用微信扫一扫' }).isVisible()).toBe(true);
    service.show('success', 9);
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: '缴好了' }).waitFor({ timeout: 15_000 });
    expect(await page.getByText('请稍等').count()).toBe(0);
  });

  it('still there? only the answer can be touched', async () => {
    service.show('still-there', 2);
    await page.goto(pages.origin);
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await vi.waitFor(() =>
      expect(service.intents()).toEqual([{ type: 'intent', revision: 2, intent: { intent: 'i-am-here' } }]),
    );
  });

  it('a screen that cannot be drawn reloads by itself until it can', async () => {
    service.show('idle', 1);
    await page.goto(pages.origin);
    await page.getByRole('heading', { name: '请刷社区卡' }).waitFor();
    service.show('idle', 2, { community: null as never });
    await page.getByText('请稍等').waitFor();
    service.show('goodbye', 3);
    await page.getByRole('heading', { name: '谢谢您，慢走' }).waitFor({ timeout: 15_000 });
    expect(complaints.splice(0).length).toBeGreaterThan(0);
  });

  it('a code held to the camera is read where there is no scanner, and a refused camera is told', async () => {
    const video = await writeFakeCamera(pages.folder, '134567890123456789');
    const seeing = await launchKioskChromium(video);
    try {
      service.show('payer-code-camera', 1);
      const allowed = await seeing.newContext({ permissions: ['camera'] });
      await (await allowed.newPage()).goto(pages.origin);
      await vi.waitFor(
        () =>
          expect(service.intents().at(-1)).toMatchObject({
            intent: { intent: 'code-seen', text: '134567890123456789' },
          }),
        { timeout: 10_000 },
      );
      await allowed.close();
      const refused = await seeing.newContext({ permissions: [] });
      await (await refused.newPage()).goto(pages.origin);
      await vi.waitFor(() => expect(service.intents().at(-1)).toMatchObject({ intent: { intent: 'camera-refused' } }), {
        timeout: 10_000,
      });
    } finally {
      await seeing.close();
    }
  });

  it('stay small: the script is under 200 kB compressed, without the picture book and the words for staff', async () => {
    const assets = join(pages.folder, 'assets');
    // What reads codes from pictures is loaded where there is no scanner, when it is needed.
    const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js') && !name.startsWith('camera-eye'));
    const texts = await Promise.all(scripts.map((name) => readFile(join(assets, name))));
    const bytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
    expect(texts.some((text) => text.includes('K01-7Q4M-2X9D'))).toBe(false);
    for (const { staff } of Object.values(failures)) expect(texts.some((text) => text.includes(staff))).toBe(false);
    expect(await readdir(pages.folder)).not.toContain('gallery.html');
  });
});
