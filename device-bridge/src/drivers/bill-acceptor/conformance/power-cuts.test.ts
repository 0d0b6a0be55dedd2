import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { BILL_PROTOCOLS, type BillProtocol } from '../profile.ts';
import { BRIDGE_STEPS, CUTS, cutPower, RETURN_STEPS, type Cut, type CutResult } from './power-cuts.ts';
import { CashScene } from './scene.ts';

/** Without counters, a device that lost its power just after a note left it, or forgets what it held, cannot tell. */
function mayNeedPeople(protocol: BillProtocol, { step, power }: Cut): boolean {
  if (protocol === 'ssp' || protocol === 'essp') return false;
  if (power.includes('forgetful')) return true;
  if (step === 'bill-acceptor.return.after') return power !== 'bridge';
  if (step === 'bridge-journal.returned.before') return power !== 'bridge' || protocol === 'ebds';
  // The host does not know its last toggle bit: its first message may acknowledge what it never heard.
  return protocol === 'ebds' && power === 'bridge' && step === 'bridge-journal.stacked.before';
}

const REPORT = fileURLToPath(new URL('../../../../../var/reports/power-cuts.md', import.meta.url));
const AT_ONCE = 11;
const results = new Map<BillProtocol, readonly CutResult[]>();

afterAll(() => {
  if (results.size < BILL_PROTOCOLS.length) return;
  const rows = CUTS.map(({ step, power }, row) => {
    const cells = BILL_PROTOCOLS.map((protocol) => {
      const result = results.get(protocol)?.[row];
      return result ? `${result.verdict} (${result.note})` : '';
    });
    return `| ${[step, power, ...cells].join(' | ')} |`;
  });
  const head = ['Step', 'Whose power', ...BILL_PROTOCOLS];
  const table = [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join('\n');
  mkdirSync(new URL('.', `file://${REPORT}`), { recursive: true });
  writeFileSync(
    REPORT,
    `# Power cuts\n\nOne note, power taken at each step; what the journal says (and where the note is).\n\n${table}\n`,
  );
  process.stdout.write(`\n${table}\n`);
});

describe.concurrent.each(BILL_PROTOCOLS)('%s', { timeout: 120_000 }, (protocol) => {
  test('the steps of a stacked and of a returned note', async () => {
    const scene = await CashScene.open(protocol);
    await scene.take('note-1', 5_000);
    await scene.stack('note-1');
    await scene.until(() => scene.passed.includes('bill-acceptor.acknowledged.after'));
    expect(scene.passed).toEqual(BRIDGE_STEPS);
    await scene.take('note-2', 5_000);
    await scene.giveBack('note-2');
    expect(scene.passed.slice(BRIDGE_STEPS.length)).toEqual([...BRIDGE_STEPS.slice(0, 4), ...RETURN_STEPS]);
    await scene.close();
  });

  test('power cut at every step: nothing is lost, nothing is credited twice', async () => {
    const told: CutResult[] = [];
    for (let at = 0; at < CUTS.length; at += AT_ONCE) {
      told.push(...(await Promise.all(CUTS.slice(at, at + AT_ONCE).map((cut) => cutPower(protocol, cut)))));
    }
    results.set(protocol, told);
    const wrong = told.flatMap((result, row) => {
      const cut = CUTS[row];
      const isFine =
        result.verdict === 'people count' ? cut && mayNeedPeople(protocol, cut) : result.verdict !== 'WRONG';
      return isFine ? [] : [{ ...cut, ...result }];
    });
    expect(wrong).toEqual([]);
  });
});
