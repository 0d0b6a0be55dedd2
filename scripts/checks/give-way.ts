import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';

/** `below`: after whatever somebody waits for; `last`: only with what nobody else wants. */
export function giveWay({ pid }: ChildProcess, to: 'below' | 'last'): void {
  if (pid === undefined) return;
  const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
  try {
    setPriority(pid, to === 'below' ? PRIORITY_BELOW_NORMAL : PRIORITY_LOW);
  } catch {
    // It is over already, or the system does not let us: then it is only less polite.
  }
}
