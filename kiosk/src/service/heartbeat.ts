import type { Clock } from '@louting/common/clock';
import type { FailureCode } from '@louting/common/failure-codes';
import type { KioskConfiguration } from '@louting/server/contract/kiosk-api';
import type { Logger } from 'pino';
import { allPorts, type KioskDevices } from './devices/device-ports.ts';
import type { AskedTotals } from './payments/terminal-totals.ts';
import type { ServerClient } from './server-client/server-client.ts';

export interface HeartbeatOptions {
  readonly server: ServerClient;
  readonly devices: KioskDevices;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  readonly screen: () => string;
  readonly idle: () => boolean;
  readonly openIntents: () => number;
  readonly onConfiguration: (configuration: KioskConfiguration) => void;
  /** The office wants the card terminal's own totals; only while nobody is paying. */
  readonly onTotalsAsked: (asked: readonly AskedTotals[]) => void;
  /** LT-5001, or a refusal, after two beats in a row without an answer; undefined once answered again. */
  readonly onReachable: (code: FailureCode | undefined) => void;
}

export interface Heartbeats {
  stop(): void;
}

const EVERY_MS = 30_000;
const AGAIN_AFTER_FAILURE_MS = 5_000;
/** Several devices often change together, as when the bridge goes. */
const SETTLE_MS = 300;
const FAILURES_TO_TELL = 2;

/** Tells the server every 30 s, and soon after any device changed, how the kiosk is; hears its configuration in return. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeats {
  const { server, devices, clock, log } = options;
  const ports = allPorts(devices);
  const fitted = () => ports.filter((port) => !('fitted' in port) || port.fitted());
  const startedAt = clock.now();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let beating = false;
  let missed = 0;

  const plan = (milliseconds: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void beat(), milliseconds);
  };

  const beat = async () => {
    if (beating) return;
    beating = true;
    const answer = await server
      .heartbeat({
        at: clock.now(),
        startedAt,
        version: options.version,
        screen: options.screen(),
        idle: options.idle(),
        devices: fitted().map((port) => port.report()),
        openIntents: options.openIntents(),
      })
      .finally(() => {
        beating = false;
      });
    if (stopped) return;
    if (answer.ok) {
      if (missed >= FAILURES_TO_TELL) log.info('server reached again');
      missed = 0;
      options.onReachable(undefined);
      options.onConfiguration(answer.value.configuration);
      if (options.idle()) options.onTotalsAsked(answer.value.totalsAsked ?? []);
    } else {
      missed += 1;
      if (missed === FAILURES_TO_TELL) {
        log.warn({ failure: answer.error }, 'server does not answer heartbeats');
        options.onReachable(answer.error.code);
      }
    }
    plan(answer.ok ? EVERY_MS : AGAIN_AFTER_FAILURE_MS);
  };

  const unsubscribe = ports.map((port) => port.onReport(() => plan(SETTLE_MS)));
  plan(0);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      for (const end of unsubscribe) end();
    },
  };
}
