import { readdirSync } from 'node:fs';
import { ok } from '@louting/common/result';
import { describe, it } from 'vitest';
import type { PaperElement } from '../../simulators/printer/paper.ts';
import { columnsOf } from '../../simulators/printer/typeset.ts';
import { readProfile } from '../profile-file.ts';
import { PrinterScene, type SceneOptions } from './conformance/scene.ts';
import { EscposProfileSchema } from './profile.ts';

const MODELS = readdirSync(new URL('../../../profiles/', import.meta.url))
  .filter((file) => file.startsWith('escpos-'))
  .map((file) => file.replace('.json', ''));

function dotsOf(element: PaperElement): number {
  if (element.kind === 'raster') return element.width;
  if (element.kind !== 'line') return 0;
  return element.runs.reduce((dots, run) => dots + columnsOf(run.text, run) * run.column * run.width, 0);
}

/** A printer that does its work is waited for, however busy the machine is. */
const PATIENT = { jobTimeoutMs: 20_000 };
/** As impatient as a busy machine allows. */
const QUICK = { statusTimeoutMs: 40, heartbeatMs: 40 };

/** What every line has in common is in `conformance/`; here is what differs by model, and what a silent printer gets. */
describe.concurrent('ESC/POS printer', () => {
  it.for(MODELS)(
    '%s: inside its paper, parted from the roll, and confirmed as the model can',
    async (model, { expect }) => {
      const scene = await PrinterScene.open('TCP', { model, profile: PATIENT });
      expect(await scene.print()).toEqual(ok());
      expect(scene.pieces()).toEqual(['whole']);
      const { columns } = readProfile(EscposProfileSchema, model);
      const widths = scene.twin.jobs().flatMap(({ elements }) => elements.map(dotsOf));
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns * 12);
      await scene.close();
    },
  );

  it('prints jobs one after another', async ({ expect }) => {
    const scene = await PrinterScene.open('TCP', { profile: PATIENT });
    expect(await Promise.all([scene.print(), scene.print()])).toEqual([ok(), ok()]);
    expect(scene.pieces()).toEqual(['whole', 'whole']);
    await scene.close();
  });

  it('turns silent during the job: unknown; told at once, and well again after it answers', async ({ expect }) => {
    const scene = await PrinterScene.open('TCP');
    scene.twin.setFault({ fault: 'silent', atLine: 3 });
    expect(await scene.print()).toMatchObject({ error: { code: 'LT-3205' } });
    await scene.becomes({ device: 'offline', code: 'LT-3901' });
    scene.twin.setFault(undefined);
    await scene.becomes({ device: 'online' });
    await scene.close();
  });

  it('knife jams for long: asked to go on ever more rarely, out of service, and well as soon as somebody freed it', async ({
    expect,
  }) => {
    const scene = await PrinterScene.open('TCP', { profile: QUICK });
    scene.twin.setFault({ fault: 'cutter' });
    expect(await scene.print()).toMatchObject({ error: { code: 'LT-3204' } });
    await scene.until(() => scene.rungs.at(-1) === 'out-of-service', 'given up');
    expect(scene.rungs).toEqual([...Array.from({ length: 5 }, () => 'soft-reset'), 'out-of-service']);
    expect(scene.driver.condition()).toMatchObject({ device: 'hardwareError', code: 'LT-3204', fault: 'cutter' });
    scene.twin.openCover();
    scene.twin.setFault(undefined);
    await scene.becomes({ cover: 'open' });
    scene.twin.closeCover();
    await scene.becomes({ device: 'online' });
    expect(scene.rungs.at(-1)).toBe(undefined);
    expect(await scene.print()).toEqual(ok());
    expect(scene.pieces()).toEqual(['whole', 'whole']);
    await scene.close();
  });

  it('a model without error recovery is told nothing: its knife is well when the cover was opened and closed', async ({
    expect,
  }) => {
    const scene = await PrinterScene.open('TCP', { model: 'escpos-xprinter-80mm', profile: QUICK });
    scene.twin.setFault({ fault: 'cutter-once' });
    expect(await scene.print()).toMatchObject({ error: { code: 'LT-3204' } });
    scene.twin.openCover();
    await scene.becomes({ cover: 'open' });
    scene.twin.closeCover();
    await scene.becomes({ device: 'online' });
    expect(scene.rungs).toEqual([]);
    await scene.close();
  });

  const silenced = async (options: SceneOptions): Promise<PrinterScene> => {
    const scene = await PrinterScene.open('TCP', { ...options, profile: QUICK });
    scene.twin.setFault({ fault: 'silence', times: Infinity });
    return scene;
  };
  const CLIMB = ['retry', 'soft-reset', ...Array.from({ length: 6 }, () => 'reopen')];

  it('stays silent: asked again, told to start anew, opened again, and switched off and on by its relay', async ({
    expect,
  }) => {
    let cured = (): void => undefined;
    const relay = { cycle: () => Promise.resolve(cured()) };
    const scene = await silenced({ relay });
    cured = () => scene.twin.setFault(undefined);
    await scene.until(() => scene.rungs.includes('power-cycle'), 'switched by its relay');
    await scene.becomes({ device: 'online' });
    expect(scene.rungs.slice(0, 9)).toEqual([...CLIMB, 'power-cycle']);
    expect(scene.rungs.at(-1)).toBe(undefined);
    expect(await scene.print()).toEqual(ok());
    await scene.close();
  });

  it('stays silent without a relay: out of service with its code, until it answers', async ({ expect }) => {
    const scene = await silenced({});
    await scene.becomes({ device: 'hardwareError', code: 'LT-3901' });
    expect(scene.rungs.slice(0, 9)).toEqual([...CLIMB, 'out-of-service']);
    expect(await scene.print()).toMatchObject({ error: { code: 'LT-3901' } });
    scene.twin.setFault(undefined);
    await scene.becomes({ device: 'online' });
    await scene.close();
  });
});
