import { failed, ok } from '@louting/common/result';
import { describe, it } from 'vitest';
import { findSocat } from '../../../simulators/pty.ts';
import { REPLY_FAULTS } from '../../../simulators/printer/faults.ts';
import { PrinterScene, type PrinterLine } from './scene.ts';

const LINES: readonly PrinterLine[] = findSocat() ? ['TCP', 'serial', 'USB'] : ['TCP'];

/** What the kiosk relies on, whatever line the printer hangs on. */
describe.concurrent.each(LINES)('a printer on %s', { timeout: 60_000 }, (line) => {
  it('prints each receipt whole or says that it did not, through every bad moment of paper, cable and power', async ({
    expect,
  }) => {
    const scene = await PrinterScene.open(line);
    const { twin, driver } = scene;
    const printsWhole = async (event: string): Promise<void> => {
      await scene.becomes({ device: 'online' });
      const before = scene.pieces().length;
      expect(await scene.print(), event).toEqual(ok());
      // Half a receipt that hung from the paper is cut off first.
      expect(scene.pieces().slice(before).at(-1), event).toBe('whole');
      expect(scene.pieces(), event).not.toContain('hanging');
    };
    const tearsAt = async (event: string, repair: () => void): Promise<void> => {
      const before = scene.pieces().length;
      expect(await scene.print(), event).toMatchObject({ ok: false, error: { code: 'LT-3205' } });
      await scene.until(() => twin.state().waiting === 0, 'forgotten by the printer');
      repair();
      await scene.becomes({ device: 'online' });
      expect(scene.pieces().slice(before), event).toEqual(['hanging']);
      expect(await scene.print(), event).toEqual(ok());
      expect(scene.pieces().slice(before), event).toEqual(['torn', 'whole']);
    };

    await printsWhole('the first receipt');
    await scene.until(() => driver.identity() !== undefined, 'known by name');
    expect(driver.identity()).toEqual({ modelName: 'TM-T88VI', firmwareVersion: '40.12 ESC/POS' });

    twin.openCover();
    expect(await scene.print()).toEqual(failed('LT-3203'));
    await scene.becomes({ device: 'userError', code: 'LT-3203', cover: 'open' });
    twin.closeCover();
    await printsWhole('cover closed');
    twin.removePaper();
    expect(await scene.print()).toEqual(failed('LT-3202'));
    twin.loadPaper();
    await printsWhole('paper put in');
    twin.paperLow();
    await scene.becomes({ device: 'online', paper: 'low' });
    await printsWhole('paper near its end');
    twin.loadPaper();

    twin.setFault({ fault: 'paper-out', atLine: 7 });
    await tearsAt('paper out in the middle', () => twin.loadPaper());
    twin.setFault({ fault: 'cover-open', atLine: 7 });
    await tearsAt('cover opened in the middle', () => twin.closeCover());
    twin.setFault({ fault: 'power-loss', atLine: 5 });
    await tearsAt('power lost in the middle', () => twin.powerOn());
    twin.setFault({ fault: 'power-loss-at-byte', atByte: 700 });
    expect(await scene.print()).toMatchObject({ error: { code: 'LT-3205' } });
    twin.powerOn();
    await printsWhole('power lost while it was sent');

    twin.setFault({ fault: 'cutter-once' });
    await printsWhole('the knife jammed on a crumb, and fell when it was told to go on');
    twin.setFault({ fault: 'cutter' });
    expect(await scene.print()).toMatchObject({ error: { code: 'LT-3204' } });
    await scene.becomes({ device: 'hardwareError', code: 'LT-3204' });
    twin.setFault(undefined);
    await printsWhole('the knife is free again, and the printer told so');

    twin.setFault({ fault: 'unplugged', atLine: 4 });
    expect(await scene.print()).toMatchObject({ error: { code: 'LT-3205' } });
    await printsWhole('found again after its cable was pulled');
    await scene.unplug();
    await scene.becomes({ device: 'noDevice', code: 'LT-3201' });
    expect(await scene.print()).toEqual(failed('LT-3201'));
    await scene.replug();
    await printsWhole('plugged in again');
    await scene.close();
  });

  it('believes nothing else of a line that garbles, loses, doubles or delays its words', async ({ expect }) => {
    const scene = await PrinterScene.open(line, { lineMs: 0, profile: { statusTimeoutMs: 400, jobTimeoutMs: 800 } });
    const { twin, driver } = scene;
    let late = 0;
    driver.onLateConfirmation(() => (late += 1));
    for (const fault of REPLY_FAULTS) {
      const before = scene.pieces().length;
      twin.setFault({ fault, times: fault.endsWith('process-id') ? 1 : 3 });
      const printed = await scene.print();
      const since = (): readonly string[] => scene.pieces().slice(before);
      if (printed.ok) expect(since(), fault).toEqual(['whole']);
      else if (printed.error.code === 'LT-3901') expect(since(), fault).toEqual([]);
      else expect(printed.error.code, fault).toBe('LT-3205');
      if (fault === 'slow' || fault === 'duplicate-reply') expect(printed, fault).toEqual(ok());
      if (fault.endsWith('process-id')) expect(printed.ok, fault).toBe(false);
      twin.setFault(undefined);
      await scene.becomes({ device: 'online' });
    }
    twin.sayWhatIsLate();
    await scene.until(() => late === 2, 'told of the other job and of the late one');
    expect(await scene.print()).toEqual(ok());
    await scene.close();
  });
});
