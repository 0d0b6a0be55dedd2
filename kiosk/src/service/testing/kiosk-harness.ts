import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints, type FailPoints } from '@louting/common/fail-points';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { DEFAULT_TIMINGS, type Timings } from '../../flows/events.ts';
import { configuration, household } from '../../flows/test-effects.ts';
import type { Intent, ScreenModel, ServiceMessage } from '../../screens.ts';
import { KioskServiceConfigSchema } from '../config.ts';
import type { KioskDevices } from '../devices/device-ports.ts';
import { rememberEnrolment } from '../server-client/enrolment.ts';
import { startKiosk } from '../start-kiosk.ts';
import { fakeDevices } from './fake-devices.ts';
import { fakeServer } from './fake-server.ts';

type Named<Name extends ScreenModel['screen']> = Extract<ScreenModel, { screen: Name }>;

const timings: Timings = { ...DEFAULT_TIMINGS, goodbye: 10, lineBack: 100, success: { standard: 5_000, elder: 5_000 } };

/**
 * A cabinet that stays while its kiosk service is started, killed and started again.
 * @param more of the kiosk service's configuration, e.g. the built UI for a real browser
 * @param fitted devices in place of those in memory
 */
export function cabinet(more: object = {}, fitted: Partial<KioskDevices> = {}) {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'louting-kiosk-'));
  rememberEnrolment(stateDirectory, { keyId: 'key-1', configuration });
  const devices = fakeDevices();
  const server = fakeServer(household);

  const start = async (failPoints: FailPoints = noFailPoints) => {
    const kiosk = await startKiosk({
      config: KioskServiceConfigSchema.parse({ port: 0, stateDirectory, serverUrl: 'http://127.0.0.1:9', ...more }),
      clock: systemClock,
      failPoints,
      log: pino({ level: 'silent' }),
      devices: { ...devices.ports, ...fitted },
      connectServer: () => server.client(failPoints),
      timings,
      version: 'test',
      onFatal: () => undefined,
    });
    const screen = await connectScreen(kiosk.url);
    return {
      ...screen,
      url: kiosk.url,
      close: async () => {
        screen.disconnect();
        await kiosk.close();
      },
    };
  };

  return { stateDirectory, devices, server, start, remove: () => rmSync(stateDirectory, { recursive: true }) };
}

export type Cabinet = ReturnType<typeof cabinet>;
export type RunningCabinet = Awaited<ReturnType<Cabinet['start']>>;

/** A screen that remembers what it was shown. */
export async function connectScreen(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ui`, { origin: url });
  const seen: ScreenModel[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const { model } = JSON.parse(data.toString('utf8')) as ServiceMessage;
    seen.push(model);
    socket.send(JSON.stringify({ type: 'painted', revision: model.revision }));
    for (const wake of waiting) wake();
    waiting.clear();
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
  });
  socket.send(JSON.stringify({ type: 'hello' }));

  const shown = async <Name extends ScreenModel['screen']>(
    name: Name,
    matches: (model: Named<Name>) => boolean = () => true,
  ): Promise<Named<Name>> => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const model = seen.at(-1);
      if (model?.screen === name && matches(model as Named<Name>)) return model as Named<Name>;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited for ${name}, shown is ${JSON.stringify(model)}`);
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        setTimeout(resolve, left).unref();
      });
    }
  };

  return {
    seen,
    shown,
    touch: (intent: Intent, revision = seen.at(-1)?.revision ?? 0) =>
      socket.send(JSON.stringify({ type: 'intent', revision, intent })),
    raw: (text: string) => socket.send(text),
    closed: new Promise<number>((resolve) => socket.on('close', (code) => resolve(code))),
    disconnect: () => socket.terminate(),
  };
}
