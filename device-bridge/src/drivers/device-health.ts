import type { Clock } from '@louting/common/clock';
import type { RecoveryAction } from './recovery-ladder.ts';
import type { DeviceCondition, Driver } from './roles.ts';
import { holdMs } from './steady-condition.ts';

/**
 * What is told of one device, whatever its role: the condition its driver sees, held back while it flaps, and the rung
 * of the recovery ladder it stands on.
 */
export class DeviceHealth {
  readonly #clock: Clock;
  readonly #listeners: (() => void)[] = [];
  #recovery: RecoveryAction | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly onRecovery = (action: RecoveryAction | undefined): void => {
    if (action === this.#recovery) return;
    this.#recovery = action;
    for (const listener of this.#listeners) listener();
  };

  /** The same driver, with its condition seen through this health. Methods stay bound to the driver itself. */
  of<Condition extends DeviceCondition, Role extends Driver<Condition>>(driver: Role & Driver<Condition>): Role {
    const losses: number[] = [];
    const conditions: ((condition: Condition) => void)[] = [];
    let seen = driver.condition();
    let told = seen;
    let timer: NodeJS.Timeout | undefined;

    const current = (): Condition => (this.#recovery ? { ...told, recovery: this.#recovery } : told);
    const tell = (): void => {
      for (const listener of conditions) listener(current());
    };
    const believe = (): void => {
      timer = undefined;
      told = seen;
      tell();
    };
    driver.onCondition((next) => {
      const wasWell = seen.device === 'online';
      const now = this.#clock.now();
      seen = next;
      if (next.device !== 'online') {
        clearTimeout(timer);
        timer = undefined;
        if (wasWell) losses.push(now);
        if (losses.length > 16) losses.shift();
        believe();
        return;
      }
      if (told.device === 'online') believe();
      else if (timer === undefined) {
        const hold = holdMs(losses, now);
        if (hold === 0) believe();
        else timer = setTimeout(believe, hold).unref();
      }
    });
    this.#listeners.push(tell);

    return new Proxy(driver, {
      get: (target, property) => {
        if (property === 'condition') return current;
        if (property === 'onCondition')
          return (listener: (condition: Condition) => void) => void conditions.push(listener);
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }
}
