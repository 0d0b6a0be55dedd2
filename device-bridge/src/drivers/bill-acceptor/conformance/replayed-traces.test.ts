import { readFileSync } from 'node:fs';
import { systemClock } from '@louting/common/clock';
import { noFailPoints } from '@louting/common/fail-points';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { replayTransport } from '../../../transports/replay.ts';
import { parseTrace } from '../../../transports/trace.ts';
import { readProfile } from '../../profile-file.ts';
import type { BillEvent } from '../../roles.ts';
import { createBillAcceptor } from '../driver.ts';
import { openDialectOf } from '../open-dialect.ts';
import { BillAcceptorProfileSchema } from '../profile.ts';

/** What a device once said on the line, said to the driver again: every byte we wrote then has to be written now. */
test.each(['id003', 'ccnet'] as const)('%s: an exported trace of one note is told as that note', async (protocol) => {
  const trace = readFileSync(new URL(`../../${protocol}/note-stacked.trace`, import.meta.url), 'utf8');
  const dependencies = { logger: pino({ level: 'silent' }), clock: systemClock, failPoints: noFailPoints };
  const profile = readProfile(BillAcceptorProfileSchema, `${protocol}-generic`);
  const driver = createBillAcceptor(
    {
      transport: replayTransport(parseTrace(trace)),
      openDialect: openDialectOf({ profile, pollMs: 20 }, dependencies),
      pollMs: 20,
    },
    dependencies,
  );
  const events: BillEvent[] = [];
  driver.onBillEvent((event) => events.push(event));
  driver.onConnected(() => 'return');
  const heard = (name: BillEvent['event']): boolean => events.some(({ event }) => event === name);

  driver.start();
  await expect.poll(() => heard('settled')).toBe(true);
  expect(await driver.enable(driver.denominations())).toMatchObject({ ok: true });
  await expect.poll(() => heard('escrow')).toBe(true);
  expect(await driver.stack()).toMatchObject({ ok: true });
  await expect.poll(() => heard('stacked')).toBe(true);
  await driver.disable();
  await driver.stop();
  expect(events).toContainEqual(expect.objectContaining({ event: 'escrow', denominationFen: 2_000 }));
  expect(events).toContainEqual(expect.objectContaining({ event: 'stacked', denominationFen: 2_000 }));
});
