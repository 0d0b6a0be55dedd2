import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { UnnumberedModel } from '../../flows/present.ts';
import type { Intent } from '../../screens.ts';
import { connectScreen } from '../testing/kiosk-harness.ts';
import { startUiGateway, type UiGateway } from './ui-gateway.ts';

const frame = {
  language: 'zh-CN',
  mode: 'standard',
  theme: 'day',
  profile: 'portrait-21',
  lowered: false,
  settings: 'closed',
  community: { 'zh-CN': '翠湖花园', 'zh-TW': '翠湖花園', en: 'Cuihu Garden' },
  kioskNumber: 'K001',
  servicePhone: '400',
  canGoBack: true,
  canCancel: true,
  help: 'none',
  sound: { volume: 2, dark: false, speaksAmounts: true },
} as const;
const qr = (secondsLeft: number): UnnumberedModel => ({
  ...frame,
  screen: 'qr',
  method: 'wechat-qr',
  amountFen: 1,
  secondsLeft,
  ofSeconds: 180,
});
const idle: UnnumberedModel = { ...frame, screen: 'goodbye' };

let gateway: UiGateway;
let url: string;
let intents: Intent[];

beforeEach(async () => {
  intents = [];
  gateway = await startUiGateway({
    port: 0,
    uiDirectory: undefined,
    voiceDirectory: undefined,
    uiOrigins: [],
    paintedWithinMs: 200,
    log: pino({ level: 'silent' }),
    onIntent: (intent) => intents.push(intent),
  });
  url = `http://127.0.0.1:${gateway.port}`;
});
afterEach(() => gateway.close());

function refusedWith(origin: string | undefined, host?: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ui`, {
      ...(origin === undefined ? {} : { origin }),
      ...(host === undefined ? {} : { headers: { host } }),
    });
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('open', () => resolve(undefined));
    socket.on('error', () => undefined);
  });
}

describe('the screen door', () => {
  it('a touch counts although the countdown ticked meanwhile; one made on an older screen is dropped', async () => {
    gateway.show(qr(180));
    const screen = await connectScreen(url);
    const first = await screen.shown('qr');
    gateway.show(qr(179));
    await screen.shown('qr', ({ secondsLeft }) => secondsLeft === 179);
    screen.touch({ intent: 'other-method' }, first.revision);
    await expect.poll(() => intents).toEqual([{ intent: 'other-method' }]);
    gateway.show(idle);
    await screen.shown('goodbye');
    screen.touch({ intent: 'cancel' }, first.revision);
    screen.touch({ intent: 'finish' });
    await expect.poll(() => intents).toEqual([{ intent: 'other-method' }, { intent: 'finish' }]);
    screen.disconnect();
  });

  it('a reload receives the same screen again', async () => {
    gateway.show(qr(100));
    const before = await connectScreen(url);
    const model = await before.shown('qr');
    before.disconnect();
    const after = await connectScreen(url);
    expect(await after.shown('qr')).toEqual(model);
    after.disconnect();
  });

  it.each([
    ['no origin', undefined, undefined],
    ['a page of the internet', 'https://evil.example', undefined],
    ['another port of this machine', 'http://127.0.0.1:1', undefined],
    ['a name that was rebound to loopback', 'http://evil.example', 'evil.example'],
  ])('refuses %s', async (_, origin, host) => {
    expect(await refusedWith(origin, host)).toBe(403);
  });

  it('who hangs up on the refusal takes nothing down', async () => {
    const { port } = new URL(url);
    const handshake = `GET /ui HTTP/1.1\r\nHost: elsewhere\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (let time = 0; time < 20; time += 1) {
      const stranger = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      await once(stranger, 'connect');
      stranger.write(handshake);
      stranger.resetAndDestroy();
    }
    gateway.show(idle);
    await (await connectScreen(url)).shown('goodbye');
  });

  it.each(['{', '[]', '{"type":"intent","revision":1,"intent":{"intent":"open-vault"}}', '{"type":"hello","x":1}'])(
    'cuts off whoever sends %s',
    async (text) => {
      const screen = await connectScreen(url);
      screen.raw(text);
      expect(await screen.closed).toBe(1008);
      expect(intents).toEqual([]);
    },
  );

  it('a screen that stops drawing is cut off, so that its page starts anew', async () => {
    gateway.show(qr(100));
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ui`, { origin: url });
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('{"type":"painted","revision":1}');
    await expect.poll(async () => (await fetch(`${url}/healthz`)).text()).not.toContain('null');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    gateway.show(idle);
    await closed;
  });

  it('answers pages only by its own names, with a strict content policy', async () => {
    const answer = await fetch(`${url}/healthz`);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const status = await new Promise((resolve) => {
      const ask = request({ port: gateway.port, host: '127.0.0.1', path: '/', headers: { host: 'evil.example' } });
      ask.on('response', (response) => resolve(response.statusCode));
      ask.end();
    });
    expect(status).toBe(421);
  });
});
