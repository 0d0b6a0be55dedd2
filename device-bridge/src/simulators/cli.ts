import { CABINET_FAULTS } from './cabinet/line-faults.ts';
import { SCANNER_FAULTS } from './scanner/twin.ts';
import { BANK_ANSWERS, TERMINAL_FAULTS } from './bank-terminal/terminal.ts';
import { BYTE_FAULTS, KNIFE_FAULTS, LINE_FAULTS, REPLY_FAULTS } from './printer/faults.ts';
import { MACHINE_FAULTS } from './validator/validator-twin.ts';
import { WIRE_FAULTS } from './validator/wire-faults.ts';

const BENCH = process.env.LOUTING_BENCH_URL ?? 'http://127.0.0.1:7330';

const HELP = `Hands at the device bench (${BENCH}; page: open it in a browser)

  cards                          list the demo cards
  tap <number | uid> [fault]     lay a card on the reader for a moment; fault: pulled, wrong-key, slow, garbage
  hold <number | uid>            lay it down until "remove"
  remove
  note <yuan> [counterfeit]      push a note into the acceptor
  coin <yuan> [counterfeit]      drop a coin into the slot: 1, 0.5 or 0.1
  hopper <yuan> <coins>          fill the hopper of this coin to so many; 0 empties it
  smart-hopper <yuan> <n> [left] fill the SMART Hopper to so many of a kind; [left]: what really lies in it
  code <text>                    hold a payer code before the scanner
  fresh-code <number>            the same with a fresh code of the phone app
  bank-card [answer]             hold a bank card to its terminal: ${BANK_ANSWERS.join(' ')}
  bank-cancel                    press cancel on that terminal
  receipt                        text of the last printed job
  cover open | close
  paper out | load | low
  door open | close              of the cabinet
  tamper [off]                   somebody forces the cabinet
  warm [celsius]                 inside the cabinet; without a number as warm as usual
  power mains | battery | low    what the UPS lives on
  unplug | replug <device>       card-reader, cash-acceptor, coins, smart-hopper, receipt-printer, barcode-reader,
                                 cabinet, ups, payment-terminal
  power-cycle <device>           cash-acceptor, receipt-printer, payment-terminal
  fault <device> <fault> [n]     e.g. "fault receipt-printer paper-out 7" (at line 7), "fault cash-acceptor jam",
                                 "fault cash-acceptor lost-reply 3" (three times); of a cash acceptor:
                                 ${[...MACHINE_FAULTS, 'fraud', ...WIRE_FAULTS].join(' ')}
                                 of the printer: ${[...LINE_FAULTS, ...KNIFE_FAULTS, ...BYTE_FAULTS].join(' ')}
                                 ${REPLY_FAULTS.join(' ')}
                                 of the scanner: ${SCANNER_FAULTS.join(' ')}
                                 of cabinet and ups: ${CABINET_FAULTS.join(' ')}
                                 of the bank-card terminal: ${TERMINAL_FAULTS.join(' ')}
  clear <device>
  state
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

function faultOf(role: string, kind: string, line: string | undefined): object {
  // A jam of the slot, or of the hopper with coins of so many yuan.
  if (role === 'coins' && kind === 'jam') {
    return { role, fault: line === undefined ? { kind } : { kind, denominationFen: Math.round(Number(line) * 100) } };
  }
  if (role === 'payment-terminal') return { role, fault: kind };
  if (role !== 'receipt-printer') {
    return { role, fault: line === undefined ? { kind } : { kind, times: Number(line) } };
  }
  const number = Number(line ?? 1);
  const isOneOf = (faults: readonly string[]): boolean => faults.includes(kind);
  if (isOneOf(LINE_FAULTS)) return { role, fault: { fault: kind, atLine: number } };
  if (isOneOf(BYTE_FAULTS)) return { role, fault: { fault: kind, atByte: number } };
  return { role, fault: isOneOf(KNIFE_FAULTS) ? { fault: kind } : { fault: kind, times: number } };
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
      return call('tap-card', { uid: await uidOf(first), ...(second !== '' && { fault: { kind: second } }) });
    case 'hold':
      return call('present-card', { uid: await uidOf(first) });
    case 'remove':
      return call('remove-card', {});
    case 'note':
      return call('insert-note', { fen: Math.round(Number(first) * 100), counterfeit: second === 'counterfeit' });
    case 'coin':
      return call('insert-coin', { fen: Math.round(Number(first) * 100), counterfeit: second === 'counterfeit' });
    case 'hopper':
      return call('fill-hopper', { fen: Math.round(Number(first) * 100), coins: Number(second) });
    case 'smart-hopper': {
      const left = third === undefined ? {} : { left: Number(third) };
      return call('fill-smart-hopper', { fen: Math.round(Number(first) * 100), counted: Number(second), ...left });
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
      return call('set-fault', faultOf(first, second, third));
    case 'clear':
      return call('clear-faults', { role: first });
    case 'state':
      return call('state');
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
