/** Wakes requests that wait for an order to change. Only a hint within this process: who wakes looks into the books. */
export interface OrderWatch {
  changed(orderId: string): void;
  /** Resolves when the order may have changed, or after `ms`. */
  wait(orderId: string, ms: number): Promise<void>;
  /** Lets everybody go, for a server that stops. */
  close(): void;
  isClosed(): boolean;
}

export function createOrderWatch(): OrderWatch {
  const waiting = new Map<string, Set<() => void>>();
  let closed = false;
  return {
    changed: (orderId) => {
      for (const wake of waiting.get(orderId) ?? []) wake();
    },
    wait: (orderId, ms) =>
      new Promise((resolve) => {
        if (closed) {
          resolve();
          return;
        }
        const wakers = waiting.get(orderId) ?? new Set();
        waiting.set(orderId, wakers);
        const wake = () => {
          clearTimeout(timer);
          wakers.delete(wake);
          if (wakers.size === 0) waiting.delete(orderId);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        wakers.add(wake);
      }),
    isClosed: () => closed,
    close: () => {
      closed = true;
      for (const wakers of waiting.values()) for (const wake of wakers) wake();
    },
  };
}
