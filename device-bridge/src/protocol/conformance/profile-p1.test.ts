import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { newId } from '@louting/common/ids';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { BridgeConfigSchema } from '../../config.ts';
import { TestClient } from '../../services/host/test-client.ts';
import { startBridge, type Bridge } from '../../start-bridge.ts';
import { COMMANDS, EVENTS, isCommandName, isEventName } from '../profile.ts';
import { DIFFERENCES, NOT_BY_THIS_DEVICE } from './differences.ts';
import { xfsDocument } from './document.ts';
import { beyondStandard, STANDARD, valueBeyondStandard, type Notation } from './standard.ts';

const P1 = [...STANDARD.profileP1.commands, ...STANDARD.profileP1.events];
const OURS: Readonly<Record<string, { readonly version: string }>> = { ...COMMANDS, ...EVENTS };

test.each(P1)('%s is implemented, or said not to be by this device', (name) => {
  expect(isCommandName(name) || isEventName(name)).toBe(NOT_BY_THIS_DEVICE[name] === undefined);
});

test('what is said to differ or to be missing is part of what we are asked for', () => {
  expect(Object.keys(NOT_BY_THIS_DEVICE).filter((name) => !P1.includes(name))).toEqual([]);
  expect(Object.keys(DIFFERENCES).filter((name) => OURS[name] === undefined)).toEqual([]);
});

const standardCommands = Object.keys(COMMANDS).filter((name) => STANDARD.messages[name]);
test.each(standardCommands)('%s: versions and payloads are the standard’s', (name) => {
  const { command, completion } = STANDARD.messages[name] ?? {};
  const ours = COMMANDS[name as keyof typeof COMMANDS];
  expect([ours.version, ours.completionVersion]).toEqual([command?.version, completion?.version]);
  const beyond = [
    ...beyondStandard(ours.command as z.ZodType, command?.payload ?? null),
    ...beyondStandard(ours.completion as z.ZodType, completion?.payload ?? null),
  ];
  expect(new Set(beyond)).toEqual(new Set(DIFFERENCES[name]?.adds));
});

test.each(Object.keys(EVENTS).filter((name) => STANDARD.messages[name]))(
  '%s: type, version and payload are the standard’s, and a service sends it',
  (name) => {
    const ours = EVENTS[name as keyof typeof EVENTS];
    const theirs = STANDARD.messages[name]?.[ours.type];
    expect(ours.version).toBe(theirs?.version);
    expect(beyondStandard(ours.payload as z.ZodType, theirs?.payload ?? null)).toEqual(DIFFERENCES[name]?.adds ?? []);
    expect(sourceOfServices()).toContain(`'${name}'`);
  },
);

test('messages outside the standard have a version no release of it uses for them', () => {
  const outside = Object.entries(OURS).filter(([name]) => !STANDARD.messages[name]);
  expect(outside.filter(([, { version }]) => !version.startsWith('1.'))).toEqual([]);
});

test('docs/xfs4iot.md says what the code does', async () => {
  await expect(xfsDocument()).toMatchFileSnapshot('../../../../docs/xfs4iot.md');
});

describe('a bridge with every device it knows, none of them plugged in', () => {
  let root = '';
  let bridge: Bridge;
  const clients = new Map<string, TestClient>();

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'profile-p1-'));
    const transport = { type: 'tcp', port: 1 };
    const devices = {
      cardReaders: [{ driver: 'tcp-card-reader', transport }],
      cashAcceptors: [{ driver: 'id003', transport }],
      changeDispensers: [{ driver: 'cctalk', transport, hoppers: [{ address: 3, denominationFen: 100 }] }],
      printers: [{ driver: 'escpos', transport }],
      barcodeReaders: [{ driver: 'line-scanner', transport }],
      cabinets: [{ driver: 'cabinet-modbus', transport, profile: 'cabinet-modbus-waveshare-io-8ch' }],
      powerSupplies: [{ driver: 'cabinet-megatec', transport }],
    };
    const config = BridgeConfigSchema.parse({ stateDir: root, port: 0, devices });
    const logger = pino({ level: 'silent' });
    bridge = await startBridge(config, { logger, clock: systemClock, newId, failPoints: noFailPoints });
    const publisher = await TestClient.connect(bridge.url, bridge.token);
    const { payload } = await publisher.command('ServicePublisher.GetServices');
    await publisher.close();
    for (const { serviceURI } of payload.services as { serviceURI: string }[]) {
      clients.set(serviceURI.split('/').at(-1) ?? '', await TestClient.connect(serviceURI, bridge.token));
    }
  });
  afterAll(async () => {
    for (const client of clients.values()) await client.close();
    await bridge.close();
    rmSync(root, { recursive: true });
  });

  test('status and capabilities are of the standard’s types', async () => {
    const outside = 'interfaces.name = "CommunityCard"';
    const allowed = new Set([...(DIFFERENCES['Common.Status']?.adds ?? []), outside]);
    for (const client of clients.values()) {
      for (const name of ['Common.Status', 'Common.Capabilities']) {
        const { payload } = await client.command(name);
        const type = STANDARD.messages[name]?.completion?.payload as Notation;
        expect(valueBeyondStandard(payload, type).filter((path) => !allowed.has(path))).toEqual([]);
      }
    }
  });

  test('each command of P1 is answered by a service, and by every other one as unsupported', async () => {
    for (const name of STANDARD.profileP1.commands.filter((command) => !command.startsWith('ServicePublisher.'))) {
      const answers = new Map<string, unknown>();
      for (const [service, client] of clients) {
        const { header } = await client.command(name, {}, { timeout: 1 });
        answers.set(service, header.completionCode);
      }
      const taken = [...answers].filter(([, code]) => code !== 'unsupportedCommand');
      expect(taken.length > 0, `${name} ${JSON.stringify([...answers])}`).toBe(NOT_BY_THIS_DEVICE[name] === undefined);
      if (!name.startsWith('Common.')) expect(taken.length).toBeLessThan(clients.size);
      expect([...answers.values()]).not.toContain('internalError');
    }
  });

  test('the rest of the standard is unsupported', async () => {
    const [scanner] = [...clients.values()].slice(-1);
    for (const name of Object.keys(STANDARD.messages).filter((known) => OURS[known] === undefined)) {
      expect((await scanner?.command(name))?.header.completionCode).toBe('unsupportedCommand');
    }
  });
});

function sourceOfServices(): string {
  const directory = new URL('../../services/', import.meta.url);
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, directory), 'utf8'))
    .join('\n');
}
