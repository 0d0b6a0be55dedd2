/** TCP ports of one stack, all on loopback. */
export interface StackPorts {
  readonly server: number;
  readonly kiosk: number;
  readonly bridge: number;
  readonly bench: number;
  readonly billValidator: number;
  readonly printer: number;
  readonly scanner: number;
  readonly cardReader: number;
  readonly coins: number;
  readonly smartHopper: number;
  readonly cabinet: number;
  readonly ups: number;
  readonly bankTerminal: number;
  readonly wechat: number;
  readonly alipay: number;
  readonly invoices: number;
  readonly mail: number;
  readonly sms: number;
  readonly gate: number;
}

const DEFAULT_BASE = 7300;
/** XFS4IoT reserves 5846…5856 for service publishers; a stack on another base keeps out of the way. */
const XFS_PORT = 5846;

/** @param base first port as text, or undefined for the usual ones; answers undefined when it is no usable port. */
export function portsFrom(base: string | undefined): StackPorts | undefined {
  const first = base === undefined || base === '' ? DEFAULT_BASE : Number(base);
  if (!Number.isInteger(first) || first < 1_024 || first > 65_000) return undefined;
  return {
    server: first,
    kiosk: first + 10,
    bridge: first === DEFAULT_BASE ? XFS_PORT : first + 20,
    bench: first + 30,
    billValidator: first + 31,
    printer: first + 32,
    scanner: first + 33,
    cardReader: first + 34,
    coins: first + 36,
    smartHopper: first + 40,
    cabinet: first + 38,
    ups: first + 39,
    bankTerminal: first + 35,
    wechat: first + 41,
    alipay: first + 42,
    invoices: first + 43,
    mail: first + 44,
    sms: first + 45,
    gate: first + 46,
  };
}
