import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BILL_PROTOCOLS, type BillProtocol } from '../../device-bridge/src/drivers/bill-acceptor/profile.ts';
import { BRIDGE_RUNTIME_FLAGS } from '../../device-bridge/src/runtime-flags.ts';
import {
  BANK_TERMINAL_PROTOCOLS,
  type BankTerminalProtocol,
} from '../../device-bridge/src/simulators/bank-terminal/twin.ts';
import { FILLING } from '../../device-bridge/src/simulators/filling.ts';
import { ensurePcscd, type PcscdAvailability } from '../../device-bridge/src/simulators/pcscd.ts';
import { barrierGateSandboxConfig } from '../../server/src/channels/sandbox/barrier-gate.ts';
import { invoiceSandboxConfig } from '../../server/src/channels/sandbox/invoice-gateway.ts';
import {
  alipaySandboxConfig,
  ensureSandboxKeys,
  wechatSandboxConfig,
} from '../../server/src/channels/sandbox/sandbox-keys.ts';
import { smsSandboxConfig } from '../../server/src/channels/sandbox/sms-gateway.ts';
import { projectRoot } from './paths.ts';
import type { StackPorts } from './ports.ts';
import {
  type ProcessSpec,
  type ReadyMessage,
  SupervisedProcess,
  type SupervisionOptions,
} from './supervised-process.ts';

export interface StackOptions {
  readonly stateDir: string;
  readonly ports: StackPorts;
  /** `pcsc`: the virtual PC/SC reader where pcscd can run, else the network reader. Default `pcsc`. */
  readonly cardReader?: 'pcsc' | 'network';
  /** Value of `LOUTING_FAIL_POINTS` for a process, in crash tests. */
  readonly failPointsOf?: (process: string) => string;
  /** Opens the kiosk's screen in a window of this desktop, where there is one. */
  readonly window?: boolean;
  /** A coin acceptor and hoppers, on one wire: coins are taken, and change is given. */
  readonly change?: boolean;
  /** What change is paid from; default the hoppers on the coin acceptor's wire. */
  readonly changeProtocol?: ChangeProtocol;
  /** What the bill validator and its driver speak; default plain SSP. */
  readonly billProtocol?: BillProtocol;
  /** What the bank-card terminal speaks; without it there is none, and cards are not offered. */
  readonly bankTerminal?: BankTerminalProtocol | undefined;
  /** Devices that do not take a real one's time for a note or a line of print. */
  readonly quickDevices?: boolean;
  /** More of the kiosk service's configuration, e.g. its waiting times. */
  readonly kiosk?: object;
  readonly restart?: SupervisionOptions['restart'];
  readonly onUnexpectedEnd?: SupervisionOptions['onUnexpectedEnd'];
  readonly onGivenUp?: SupervisionOptions['onGivenUp'];
}

/** `LOUTING_BILL_PROTOCOL`, or undefined when it names none that we speak. */
export function billProtocolFrom(name = 'ssp'): BillProtocol | undefined {
  return BILL_PROTOCOLS.find((protocol) => protocol === name);
}

const CHANGE_PROTOCOLS = ['cctalk', 'ssp-payout'] as const;
type ChangeProtocol = (typeof CHANGE_PROTOCOLS)[number];

/** `LOUTING_CHANGE_PROTOCOL`; undefined when it names none that we speak. */
export function changeProtocolFrom(name = 'cctalk'): ChangeProtocol | undefined {
  return CHANGE_PROTOCOLS.find((protocol) => protocol === name);
}

/** `LOUTING_BANK_CARDS`; undefined when it names no protocol that we speak. */
export function bankTerminalFrom(name = 'nexo'): BankTerminalProtocol | 'none' | undefined {
  return (['none', ...BANK_TERMINAL_PROTOCOLS] as const).find((protocol) => protocol === name);
}

function bankTerminalDevice(driver: BankTerminalProtocol, transport: object, quick: boolean): object {
  const named = driver === 'nexo' ? { poiId: 'DEMO-BANK-1' } : { pos: 'K001' };
  return { driver, transport, ...named, ...(quick ? { patienceMs: 1_000 } : {}) };
}

/** Whose gate the sandbox is: the community of the demo's kiosk. */
const GATED_COMMUNITY = 'CH';
const QUICK_TERMINAL = { cardMs: 60, bankMs: 250, patienceMs: 60_000 };
const QUICK_VALIDATOR = { readMs: 60, stackMs: 60, rejectMs: 60 };
const HOPPERS = [
  { address: 3, denominationFen: 100 },
  { address: 4, denominationFen: 50 },
  { address: 5, denominationFen: 10 },
];
const FILLED_HOPPERS = HOPPERS.map(({ denominationFen }) => ({ denominationFen, count: FILLING }));
const PATIENT_RESTART = { firstDelayMs: 250, longestDelayMs: 10_000, limit: 20 };

/** All processes of a demo installation on this machine: server, gateways, simulators, bridge, kiosk service. */
export class Stack {
  readonly urls: Readonly<
    Record<'server' | 'kiosk' | 'bench' | 'wechat' | 'alipay' | 'invoices' | 'sms' | 'gate', string>
  >;
  /** What the person at the terminal should know, e.g. that no PC/SC service runs. */
  readonly notices: string[] = [];
  private readonly options: StackOptions;
  private readonly processes = new Map<string, SupervisedProcess>();
  private pcscd: PcscdAvailability | undefined;

  constructor(options: StackOptions) {
    this.options = options;
    const at = (port: number) => `http://127.0.0.1:${port}`;
    const { server, kiosk, bench, wechat, alipay, invoices, sms, gate } = options.ports;
    this.urls = {
      server: at(server),
      kiosk: at(kiosk),
      bench: at(bench),
      wechat: at(wechat),
      alipay: at(alipay),
      invoices: at(invoices),
      sms: at(sms),
      gate: at(gate),
    };
  }

  async start(say: (line: string) => void = () => undefined): Promise<void> {
    mkdirSync(this.options.stateDir, { recursive: true });
    const useVirtualReader = (this.options.cardReader ?? 'pcsc') === 'pcsc';
    if (useVirtualReader) await this.findPcscd();
    if (!existsSync(join(this.options.stateDir, 'server', 'books.sqlite'))) {
      say('Seeding the demo community of 2,000 households, some seconds …');
    }
    const specs = describeProcesses(this.options, this.pcscd?.available ?? false);
    await Promise.all(specs.filter(({ name }) => name !== 'kiosk').map((spec) => this.run(spec)));
    // The kiosk enrols with the code that the server has written by now.
    await Promise.all(specs.filter(({ name }) => name === 'kiosk').map((spec) => this.run(spec)));
    if (this.options.window) await this.openWindow();
  }

  /** @param name `server`, `wechat`, `alipay`, `invoices`, `gate`, `simulators`, `bridge` or `kiosk` */
  process(name: string): SupervisedProcess {
    const found = this.processes.get(name);
    if (!found) throw new Error(`no process ${name} in this stack`);
    return found;
  }

  /** The kiosk first, the books last, so that nobody asks one who has gone. */
  async stop(): Promise<void> {
    for (const name of ['shell', 'kiosk', 'bridge', 'simulators', 'wechat', 'alipay', 'invoices', 'gate', 'server']) {
      await this.processes.get(name)?.stop();
    }
    if (this.pcscd?.available) await this.pcscd.stop();
  }

  private async openWindow(): Promise<void> {
    const { shell } = await this.run({
      name: 'shell',
      entry: join(projectRoot, 'kiosk/src/shell/main.ts'),
      configuration: { home: `${this.urls.kiosk}/`, window: 'desktop' },
    });
    if (shell !== 'none') return;
    await this.process('shell').stop();
    this.notices.push('No window was opened here; open the kiosk screen in a browser.');
  }

  private async findPcscd(): Promise<void> {
    this.pcscd = await ensurePcscd();
    if (!this.pcscd.available)
      this.notices.push(`No PC/SC reader (${this.pcscd.reason}); cards go to the network reader.`);
  }

  private run(spec: ProcessSpec): Promise<ReadyMessage> {
    const { stateDir, restart = PATIENT_RESTART, onUnexpectedEnd, onGivenUp } = this.options;
    const supervised = new SupervisedProcess(spec, {
      stateDir,
      restart,
      ...(onUnexpectedEnd ? { onUnexpectedEnd } : {}),
      ...(onGivenUp ? { onGivenUp } : {}),
    });
    this.processes.set(spec.name, supervised);
    return supervised.start();
  }
}

function describeProcesses(options: StackOptions, withPcsc: boolean): ProcessSpec[] {
  const { stateDir, ports, quickDevices: quick = false, billProtocol = 'ssp', change = false, bankTerminal } = options;
  const smartHopper = change && options.changeProtocol === 'ssp-payout';
  const state = (name: string) => join(stateDir, name);
  const source = (path: string) => join(projectRoot, path);
  const keysDir = state('sandbox-keys');
  const keys = ensureSandboxKeys(keysDir);
  const server = `http://127.0.0.1:${ports.server}`;
  const gateway = (port: number) => `http://127.0.0.1:${port}`;
  const notify = (channel: string) => `${server}/channels/${channel}/notify`;
  const device = (port: number) => ({ type: 'tcp', host: '127.0.0.1', port });

  const specs: ProcessSpec[] = [
    {
      name: 'server',
      entry: source('server/src/main.ts'),
      configuration: {
        port: ports.server,
        stateDir: state('server'),
        demo: { seed: 'louting', hoppers: change ? FILLED_HOPPERS : [] },
        bankCards: bankTerminal !== undefined,
        channels: {
          wechatPay: wechatSandboxConfig(keys, gateway(ports.wechat), notify('wechat-pay')),
          alipay: alipaySandboxConfig(keys, `${gateway(ports.alipay)}/gateway.do`, notify('alipay')),
        },
        invoicePlatform: invoiceSandboxConfig(keysDir, gateway(ports.invoices)),
        sms: smsSandboxConfig(keysDir, gateway(ports.sms)),
        barrierGates: [barrierGateSandboxConfig(keysDir, gateway(ports.gate), GATED_COMMUNITY)],
        mail: { url: `smtp://127.0.0.1:${ports.mail}`, from: '楼亭电子发票 <invoice@louting.example>' },
      },
    },
    {
      name: 'wechat',
      entry: source('server/src/channels/sandbox/wechat-gateway.main.ts'),
      configuration: { port: ports.wechat, stateDir: state('wechat'), keysDir },
    },
    {
      name: 'alipay',
      entry: source('server/src/channels/sandbox/alipay-gateway.main.ts'),
      configuration: { port: ports.alipay, stateDir: state('alipay'), keysDir },
    },
    {
      name: 'invoices',
      entry: source('server/src/channels/sandbox/invoice-gateway.main.ts'),
      configuration: {
        port: ports.invoices,
        mailPort: ports.mail,
        smsPort: ports.sms,
        stateDir: state('invoices'),
        keysDir,
      },
    },
    {
      name: 'gate',
      entry: source('server/src/channels/sandbox/barrier-gate.main.ts'),
      configuration: { port: ports.gate, keysDir, serverUrl: server },
    },
    {
      name: 'simulators',
      entry: source('device-bridge/src/simulators/main.ts'),
      configuration: {
        stateDir: state('simulators'),
        httpPort: ports.bench,
        ports: {
          validator: ports.billValidator,
          printer: ports.printer,
          scanner: ports.scanner,
          cardReader: ports.cardReader,
          coins: ports.coins,
          cabinet: ports.cabinet,
          ups: ports.ups,
          bankTerminal: ports.bankTerminal,
        },
        validatorProtocol: billProtocol,
        ...(smartHopper && { smartHopper: { port: ports.smartHopper } }),
        ...(bankTerminal && { bankTerminalProtocol: bankTerminal }),
        vpcd: withPcsc ? {} : null,
        cardsFile: join(state('server'), 'demo-cards.json'),
        payerCodes: [
          {
            label: { 'zh-CN': '微信付款码', en: 'WeChat payer code' },
            issueUrl: `${gateway(ports.wechat)}/control/payer-codes`,
          },
          {
            label: { 'zh-CN': '支付宝付款码', en: 'Alipay payer code' },
            issueUrl: `${gateway(ports.alipay)}/control/payer-codes`,
          },
        ],
        ...(quick
          ? { printerLineMs: 0, coinMs: 60, validatorSpeeds: QUICK_VALIDATOR, bankTerminalSpeeds: QUICK_TERMINAL }
          : {}),
      },
    },
    {
      name: 'bridge',
      entry: source('device-bridge/src/main.ts'),
      runtimeFlags: BRIDGE_RUNTIME_FLAGS,
      configuration: {
        stateDir: state('device-bridge'),
        port: ports.bridge,
        devices: {
          cardReaders: [
            withPcsc ? { driver: 'pcsc' } : { driver: 'tcp-card-reader', transport: device(ports.cardReader) },
          ],
          cashAcceptors: [
            {
              driver: billProtocol,
              transport: device(ports.billValidator),
              ...(quick ? { pollMs: 40 } : {}),
              ...(change ? { coins: { driver: 'cctalk', transport: device(ports.coins) } } : {}),
            },
          ],
          changeDispensers: change
            ? [
                {
                  ...(smartHopper
                    ? { driver: 'ssp-payout', transport: device(ports.smartHopper) }
                    : { driver: 'cctalk', transport: device(ports.coins), hoppers: HOPPERS }),
                  ...(quick ? { pollMs: 100 } : {}),
                },
              ]
            : [],
          printers: [{ driver: 'escpos', transport: device(ports.printer), profile: 'escpos-epson-tm-t88' }],
          barcodeReaders: [{ driver: 'line-scanner', transport: device(ports.scanner) }],
          cabinets: [
            {
              driver: 'cabinet-modbus',
              transport: device(ports.cabinet),
              profile: 'cabinet-modbus-waveshare-io-8ch',
            },
          ],
          powerSupplies: [{ driver: 'cabinet-megatec', transport: device(ports.ups) }],
          cardTerminals: bankTerminal ? [bankTerminalDevice(bankTerminal, device(ports.bankTerminal), quick)] : [],
        },
      },
    },
    {
      name: 'kiosk',
      entry: source('kiosk/src/service/main.ts'),
      configuration: {
        port: ports.kiosk,
        stateDirectory: state('kiosk'),
        serverUrl: server,
        bridgeUrl: `ws://127.0.0.1:${ports.bridge}/xfs4iot/v1.0`,
        bridgeTokenFile: join(state('device-bridge'), 'token'),
        enrolmentCodeFile: join(state('server'), 'demo-enrolment.json'),
        uiDirectory: source('kiosk/dist'),
        voiceDirectory: source('assets/voice/dist'),
        ...options.kiosk,
      },
    },
  ];
  const { failPointsOf } = options;
  if (!failPointsOf) return specs;
  return specs.map((spec) => ({ ...spec, environment: { LOUTING_FAIL_POINTS: failPointsOf(spec.name) } }));
}
