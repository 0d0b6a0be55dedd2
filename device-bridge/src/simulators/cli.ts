import type { DeviceDescription } from './bench/device.ts';
import { faultBody, type FaultDescription } from './bench/fault-description.ts';

const BENCH = process.env.LOUTING_BENCH_URL ?? 'http://127.0.0.1:7330';

const HELP = `Hands at the device bench (${BENCH}; page: open it in a browser)

  cards                          list the demo cards
  tap <number | uid> [fault]     lay a card on the reader for a moment; its faults: see "devices"
  hold <number | uid>            lay it down until "remove"
  remove
  note <yuan> [counterfeit]      push a note into the acceptor
  coin <yuan> [counterfeit]      drop a coin into the slot: 1, 0.5 or 0.1
  hopper <yuan> <coins>          fill the hopper of this coin to so many; 0 empties it
  smart-hopper <yuan> <n> [left] fill the SMART Hopper to so many of a kind; [left]: what really lies in it
  code <text>                    hold a payer code before the scanner
  fresh-code <number>            the same with a fresh code of the phone app
  bank-card [answer]             hold a bank card to its terminal: approve (or none said), decline,
                                 insufficient, wrong-pin
  bank-cancel                    press cancel on that terminal
  receipt                        text of the last printed job
  cover open | close
  paper out | load | low
  door open | close              of the cabinet
  tamper [off]                   somebody forces the cabinet
  warm [celsius]                 inside the cabinet; without a number as warm as usual
  power mains | battery | low    what the UPS lives on
  unplug | replug <device>
  power-cycle <device>           where it remembers something
  fault <device> <fault> [n]     e.g. "fault receipt-printer paper-out 7" (at line 7), "fault cash-acceptor jam",
                                 "fault cash-acceptor lost-reply 3" (three times), "fault coins jam 0.5" (that hopper)
  clear <device>
  state
  do <action> [json]             anything else the bench can do: do tamper '{"tampered":false}'
  devices                        those of this bench, and the faults of each
`;

interface ListedCard {
  readonly uid: string;
  readonly label: string | { readonly 'zh-CN': string };
  readonly roomLabel?: string;
}
interface ListedJob {
  readonly lines: readonly string[];
}

async function call(path: string, body?: object): Promise<unknown> {
  const request = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`${BENCH}/api/${path}`, request ?? {}).catch(() => {
    throw new Error(`the bench does not answer at ${BENCH}; is "npm start" running?`);
  });
  const answer = (await response.json()) as { detail?: string };
  if (!response.ok) throw new Error(answer.detail ?? `the bench answered ${response.status}`);
  return answer;
}

async function listCards(): Promise<readonly ListedCard[]> {
  return (await call('cards')) as readonly ListedCard[];
}

async function uidOf(choice: string): Promise<string> {
  if (!/^\d{1,3}$/.test(choice)) return choice;
  const card = (await listCards())[Number(choice)];
  if (!card) throw new Error(`there is no card ${choice}; try "cards"`);
  return card.uid;
}

async function listDevices(): Promise<readonly DeviceDescription[]> {
  return (await call('devices')) as readonly DeviceDescription[];
}

async function deviceOf(role: string): Promise<DeviceDescription> {
  const devices = await listDevices();
  const device = devices.find((each) => each.role === role);
  if (!device) throw new Error(`there is no such device; there are: ${devices.map((each) => each.role).join(' ')}`);
  return device;
}

async function faultOf(role: string, name: string, detail: string | undefined): Promise<object> {
  const { faults } = await deviceOf(role);
  return { role, fault: faultBody(faults, name, numberOf(faults, name, detail)) };
}

async function cardFaultOf(name: string, detail: string | undefined): Promise<object> {
  if (name === '') return {};
  const { cardFaults = [] } = await deviceOf('card-reader');
  return { fault: faultBody(cardFaults, name, numberOf(cardFaults, name, detail)) };
}

/** Money is typed in yuan and sent in fen. */
function numberOf(faults: readonly FaultDescription[], name: string, said: string | undefined): number | undefined {
  if (said === undefined) return undefined;
  const isMoney = faults.find((fault) => fault.name === name)?.detail?.name.endsWith('Fen');
  return isMoney ? fenOf(said) : Number(said);
}

function fenOf(yuan: string): number {
  return Math.round(Number(yuan) * 100);
}

function deviceLines({ role, faults, cardFaults, powerCycle }: DeviceDescription): readonly string[] {
  const names = (list: readonly FaultDescription[]): string =>
    list.map(({ name, detail }) => (detail ? `${name} [${detail.name}]` : name)).join(', ');
  return [
    `${role}${powerCycle ? '  (power-cycle)' : ''}`,
    `  faults: ${names(faults)}`,
    ...(cardFaults ? [`  of a card: ${names(cardFaults)}`] : []),
  ];
}

async function run([command, first = '', second = '', third]: readonly string[]): Promise<unknown> {
  switch (command) {
    case 'cards':
      return (await listCards())
        .map((card, index) => {
          const label = typeof card.label === 'string' ? card.label : card.label['zh-CN'];
          return `${String(index).padStart(3)}  ${card.uid.padEnd(20)}  ${label}  ${card.roomLabel ?? ''}`;
        })
        .join('\n');
    case 'tap':
      return call('tap-card', { uid: await uidOf(first), ...(await cardFaultOf(second, third)) });
    case 'hold':
      return call('present-card', { uid: await uidOf(first) });
    case 'remove':
      return call('remove-card', {});
    case 'note':
      return call('insert-note', { fen: fenOf(first), counterfeit: second === 'counterfeit' });
    case 'coin':
      return call('insert-coin', { fen: fenOf(first), counterfeit: second === 'counterfeit' });
    case 'hopper':
      return call('fill-hopper', { fen: fenOf(first), coins: Number(second) });
    case 'smart-hopper': {
      const left = third === undefined ? {} : { left: Number(third) };
      return call('fill-smart-hopper', { fen: fenOf(first), counted: Number(second), ...left });
    }
    case 'code':
      return call('show-payer-code', { code: first });
    case 'fresh-code':
      return call('show-fresh-payer-code', { index: Number(first) });
    case 'bank-card':
      return call('hold-bank-card', first === '' ? {} : { answer: first });
    case 'bank-cancel':
      return call('cancel-at-bank-terminal', {});
    case 'receipt':
      return ((await call('jobs')) as readonly ListedJob[]).at(-1)?.lines.join('\n') ?? 'nothing was printed';
    case 'cover':
      return call(first === 'open' ? 'open-printer-cover' : 'close-printer-cover', {});
    case 'paper':
      return call({ out: 'remove-paper', low: 'paper-low' }[first] ?? 'load-paper', {});
    case 'door':
      return call(first === 'open' ? 'open-door' : 'close-door', {});
    case 'tamper':
      return call('tamper', { tampered: first !== 'off' });
    case 'warm':
      return call('warm', first === '' ? {} : { celsius: Number(first) });
    case 'power':
      return call('supply-from', { supply: first });
    case 'unplug':
    case 'replug':
    case 'power-cycle':
      return call(command, { role: first });
    case 'fault':
      return call('set-fault', await faultOf(first, second, third));
    case 'clear':
      return call('clear-faults', { role: first });
    case 'state':
      return call('state');
    case 'do':
      return call(first, JSON.parse(second || '{}') as object);
    case 'devices':
      return (await listDevices()).flatMap(deviceLines).join('\n');
    default:
      return HELP;
  }
}

try {
  const answer = await run(process.argv.slice(2));
  console.log(typeof answer === 'string' ? answer : JSON.stringify(answer, undefined, 2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
