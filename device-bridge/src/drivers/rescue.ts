import type { Logger } from 'pino';
import type { PowerRelay } from '../transports/transport.ts';
import {
  climb,
  FOOT_OF_LADDER,
  type LadderState,
  type LadderStep,
  type RecoveryAction,
  type Rung,
  type Trouble,
} from './recovery-ladder.ts';

export interface RescueOptions {
  readonly ladder: readonly Rung[];
  readonly relay: PowerRelay | undefined;
  /** Which device, for the log. */
  readonly line: string;
  readonly logger: Logger;
  /** Hears each rung, and `undefined` when the device works again. */
  readonly onRecovery?: ((action: RecoveryAction | undefined) => void) | undefined;
}

/** One device's way up and down the recovery ladder; every step is reported. */
export class Rescue {
  readonly #options: RescueOptions;
  #state: LadderState = FOOT_OF_LADDER;

  constructor(options: RescueOptions) {
    this.#options = options;
  }

  next(trouble: Trouble): LadderStep {
    const { ladder, relay, line, logger } = this.#options;
    const [state, step] = climb(ladder, this.#state, trouble, relay !== undefined);
    this.#state = state;
    this.#options.onRecovery?.(step.action);
    const told = { line, trouble, action: step.action, attempt: step.attempt };
    if (step.action !== 'out-of-service') logger.info(told, 'recovering');
    // Said once; what follows is only looking whether it came back.
    else if (step.attempt === 1) logger.error({ ...told, code: 'LT-3901' }, 'out of service');
    return step;
  }

  /** The device works again: the next trouble begins at the foot of the ladder. */
  succeeded(): void {
    if (this.#state === FOOT_OF_LADDER) return;
    this.#options.onRecovery?.(undefined);
    this.#state = FOOT_OF_LADDER;
  }

  async powerCycle(): Promise<void> {
    try {
      await this.#options.relay?.cycle();
    } catch (error) {
      this.#options.logger.warn({ line: this.#options.line, reason: String(error) }, 'relay did not obey');
    }
  }
}
