import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '@louting/common/clock';
import { describe, it } from 'vitest';
import { PrinterScene } from '../../drivers/escpos/conformance/scene.ts';
import { JournaledPrinter } from './journaled-printer.ts';
import { PrintJournal } from './print-journal.ts';
import type { PrintOutcome } from './print-outcome.ts';

const CUTS = 12;
/** Bytes of the questions before a job. */
const QUESTIONS = 30;
const DEVICE = 'ReceiptPrinter';

/** Of a job that was cut off: what the bridge says became of it, and what lies in the tray. */
async function cutOff(happen: (scene: PrinterScene) => void): Promise<readonly [PrintOutcome, readonly string[]]> {
  const directory = mkdtempSync(join(tmpdir(), 'power-cuts-'));
  const scene = await PrinterScene.open('TCP', { staysOnTheLine: true, profile: { jobTimeoutMs: 400 } });
  const journal = new PrintJournal(join(directory, 'prints.sqlite'), systemClock);
  const printer = new JournaledPrinter(DEVICE, scene.driver, journal);
  const { twin } = scene;
  happen(scene);
  await printer.print(scene.receipt, 'job-1');
  twin.powerOn();
  await scene.becomes({ device: 'online' });
  let outcome: PrintOutcome | undefined;
  for (const end = Date.now() + 20_000; outcome === undefined && Date.now() < end; await delay(20)) {
    outcome = await printer.outcome('job-1');
  }
  const pieces = scene.pieces();
  await scene.close();
  journal.close();
  rmSync(directory, { recursive: true });
  if (outcome === undefined) throw new Error('nothing can be told though the printer is there');
  return [outcome, pieces];
}

/** The printer's supply only: behind a serial server its line stays open, and nobody is told. */
describe.concurrent('power of the printer lost', { timeout: 60_000 }, () => {
  it('anywhere in a receipt: never said of half a receipt that it is whole, or of any paper that it is not there', async ({
    expect,
  }) => {
    const cuts = Array.from({ length: CUTS }, async (_, twelfth) => {
      const [outcome, pieces] = await cutOff(({ twin, receipt }) => {
        twin.setFault({ fault: 'power-loss-at-byte', atByte: QUESTIONS + (receipt.length * twelfth) / CUTS });
      });
      expect({ printed: ['whole'], notPrinted: [], unknown: pieces }[outcome], `${outcome} at ${twelfth}/12`).toEqual(
        pieces,
      );
      return pieces.join();
    });
    const paper = await Promise.all(cuts);
    expect(new Set(paper)).toEqual(new Set(['', 'hanging']));
  });

  it('for a moment only, so that every counter stands where it stood: unknown', async ({ expect }) => {
    const [outcome, pieces] = await cutOff((scene) => {
      const { twin, driver } = scene;
      twin.setFault({ fault: 'power-loss', atLine: 4 });
      const missed = scene.until(() => !twin.state().power && driver.unanswered() > 0, 'asked while it was off');
      void missed.then(() => twin.powerOn());
    });
    expect([outcome, pieces]).toEqual(['unknown', ['hanging']]);
  });

  it('after the cut, before it could say so: printed', async ({ expect }) => {
    const [outcome, pieces] = await cutOff(({ twin }) => twin.setFault({ fault: 'power-loss-after-cut' }));
    expect([outcome, pieces]).toEqual(['printed', ['whole']]);
  });
});
