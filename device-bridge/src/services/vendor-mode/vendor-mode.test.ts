import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { TestClient } from '../host/test-client.ts';
import { startXfsHost } from '../host/xfs-host.ts';
import { createVendorModeService } from './vendor-mode-service.ts';

const running: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of running.splice(0).toReversed()) await thing.close();
});

async function scene(): Promise<readonly [TestClient, TestClient]> {
  const options = { port: 0, token: 'vendor-mode-test-token', allowedOrigins: [], vendorName: 'Louting' };
  const host = await startXfsHost([createVendorModeService('VendorMode')], options, pino({ level: 'silent' }));
  const connect = async (): Promise<TestClient> => {
    const client = await TestClient.connect(`${host.url}/VendorMode`, options.token);
    running.push(client);
    return client;
  };
  running.push(host);
  return [await connect(), await connect()];
}

const told = ({ heard }: TestClient): readonly string[] =>
  heard.map(({ header }) => header.name).filter((name) => name.endsWith('Event') && name.startsWith('VendorMode.'));
const mode = async (client: TestClient): Promise<unknown> =>
  ((await client.command('Common.Status')).payload.vendorMode as { service: string }).service;

test('service people wait until every registered application has let go, both ways', async () => {
  const [technician, kiosk] = await scene();
  await kiosk.command('VendorMode.Register', { appName: 'kiosk' });
  await technician.command('VendorMode.EnterModeRequest');
  expect(await mode(technician)).toBe('enterPending');
  expect((await technician.command('VendorMode.EnterModeAcknowledge')).header.completionCode).toBe('sequenceError');
  await kiosk.command('VendorMode.EnterModeAcknowledge');
  await technician.until(() => told(technician).includes('VendorMode.ModeEnteredEvent'));
  expect(await mode(kiosk)).toBe('active');
  expect((await kiosk.command('VendorMode.EnterModeRequest')).header.completionCode).toBe('sequenceError');

  await technician.command('VendorMode.ExitModeRequest');
  await kiosk.command('VendorMode.ExitModeAcknowledge');
  await technician.until(() => told(technician).length === 4);
  expect(told(kiosk)).toEqual([
    'VendorMode.EnterModeRequestEvent',
    'VendorMode.ModeEnteredEvent',
    'VendorMode.ExitModeRequestEvent',
    'VendorMode.ModeExitedEvent',
  ]);
  expect(technician.heard.at(-1)?.payload ?? {}).toEqual({ connectedApplications: ['kiosk'] });
});

test('an application that goes away holds nobody up, and neither does whoever asked', async () => {
  const [technician, kiosk] = await scene();
  await kiosk.command('VendorMode.Register', { appName: 'kiosk' });
  await technician.command('VendorMode.EnterModeRequest');
  await kiosk.close();
  await technician.until(() => told(technician).includes('VendorMode.ModeEnteredEvent'));

  const [again, other] = await scene();
  await again.command('VendorMode.EnterModeRequest');
  await again.close();
  await other.until(() => told(other).includes('VendorMode.ModeExitedEvent'));
  expect(await mode(other)).toBe('inactive');
});
