import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitWith } from './checks/exit-with.ts';
import { requireDisk, requireFreePorts } from './checks/machine.ts';
import { buildStaleUis } from './stack/build-uis.ts';
import { runningInstance, takeInstanceLock } from './stack/instance-lock.ts';
import { projectRoot } from './stack/paths.ts';
import { portsFrom } from './stack/ports.ts';
import { bankTerminalFrom, billProtocolFrom, changeProtocolFrom, Stack } from './stack/stack.ts';
import { buildVoiceAside, type VoiceBuild } from './voice/build-aside.ts';

const startedAt = Date.now();
const stateDir = process.env.LOUTING_STATE_DIR ?? join(projectRoot, 'var');
const say = (line: string) => console.log(line);

const running = runningInstance(stateDir);
if (running !== undefined) exitWith(`Louting already runs here (process ${running}). Stop it with Ctrl-C first.`);
const ports =
  portsFrom(process.env.LOUTING_PORT_BASE) ??
  exitWith('LOUTING_PORT_BASE must be a number from 1024 to 65000, e.g. 7300.');
const billProtocol =
  billProtocolFrom(process.env.LOUTING_BILL_PROTOCOL) ??
  exitWith('LOUTING_BILL_PROTOCOL must be ssp, essp, id003, ccnet or ebds.');
const changeProtocol =
  changeProtocolFrom(process.env.LOUTING_CHANGE_PROTOCOL) ??
  exitWith('LOUTING_CHANGE_PROTOCOL must be cctalk or ssp-payout.');
const bankTerminal =
  bankTerminalFrom(process.env.LOUTING_BANK_CARDS) ?? exitWith('LOUTING_BANK_CARDS must be nexo, chinaums or none.');
requireDisk(stateDir);
await requireFreePorts(new Map(Object.entries(ports)));
const releaseLock = takeInstanceLock(stateDir);

const stack = new Stack({
  stateDir,
  ports,
  billProtocol,
  change: true,
  changeProtocol,
  bankTerminal: bankTerminal === 'none' ? undefined : bankTerminal,
  window: true,
  onUnexpectedEnd: (name, code, signal) => say(`${name} ended unexpectedly (${signal ?? code}); starting it again …`),
  onGivenUp: (name) => say(`${name} keeps ending. Its log is ${join(stateDir, 'log', `${name}.log`)}.`),
});

let voice: VoiceBuild | undefined;
let stopping = false;
async function stop(exitCode: number): Promise<never> {
  stopping = true;
  voice?.stop();
  await stack.stop();
  releaseLock();
  process.exit(exitCode);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    say('\nStopping …');
    void stop(0);
  });
}

try {
  await buildStaleUis(say);
  await stack.start(say);
  printTable();
  void makeVoice();
} catch (error) {
  if (!stopping) {
    console.error(
      `\nlouting: ${error instanceof Error ? error.message : String(error)}\nLogs: ${join(stateDir, 'log')}`,
    );
    await stop(1);
  }
}

/** The screens work without it: the first start need not wait for a voice. */
async function makeVoice(): Promise<void> {
  voice = buildVoiceAside();
  if (voice === undefined) return;
  say('\nThe kiosk learns to speak; it is silent for the first half minute …');
  const code = await voice.ended;
  if (!stopping) say(code === 0 ? 'The kiosk speaks.' : 'The kiosk stays silent: its voice could not be made.');
}

function printTable(): void {
  const [login = '', ...otherLogins] = demoLogins();
  const rows: [string, string, string][] = [
    ['Kiosk screen', stack.urls.kiosk, 'touch here'],
    ['Bench', stack.urls.bench, 'tap a card, insert notes, hold a bank card, take the receipt'],
    ['WeChat phone', `${stack.urls.wechat}/phone`, 'pays QR codes, shows a payer code'],
    ['Alipay phone', `${stack.urls.alipay}/phone`, 'the same for Alipay'],
    ['Invoices, mail', stack.urls.invoices, 'what the tax platform issued, what was mailed'],
    ['Messages', stack.urls.sms, 'codes that were sent to phones'],
    ['Barrier gate', stack.urls.gate, 'cars drive in, and out when they have paid'],
    ['Admin portal', `${stack.urls.server}/admin/`, login],
    ...otherLogins.map((other): [string, string, string] => ['', '', other]),
    ['API docs', `${stack.urls.server}/docs`, 'OpenAPI'],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column as 0 | 1].length)));
  say(`\nLouting 楼亭 is ready (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
  for (const [name, url, note] of rows) say(`  ${name.padEnd(widths[0] ?? 0)}  ${url.padEnd(widths[1] ?? 0)}  ${note}`);
  for (const notice of stack.notices) say(`\n  ${notice}`);
  say('\nCtrl-C stops everything.');
}

/** Log-ins of the demo, the administrator first: approvals and counts need different people. */
function demoLogins(): string[] {
  const { others = [], ...admin } = JSON.parse(
    readFileSync(join(stateDir, 'server', 'demo-login.json'), 'utf8'),
  ) as Login & { others?: Login[] };
  return [admin, ...others].map(({ userName, password }) => `log in as ${userName} / ${password}`);
}

interface Login {
  readonly userName: string;
  readonly password: string;
}
