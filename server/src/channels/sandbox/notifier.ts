import type { NewId } from '@louting/common/ids';
import type { Logger } from 'pino';
import type { NotificationBehaviour } from './misbehaviour.ts';
import type { OrderBook, PendingNotification, SandboxOrder, SandboxRefund } from './order-book.ts';

/** A notification ready for the wire. */
export interface WireNotification {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface NotifierOptions {
  readonly book: OrderBook;
  readonly newId: NewId;
  readonly logger: Logger;
  /** Pauses before the second, third … attempt, in ms; given up after the last. */
  readonly retryMs: readonly number[];
  readonly nextBehaviour: () => NotificationBehaviour | undefined;
  readonly encode: (
    order: SandboxOrder,
    notificationId: string,
    behaviour: NotificationBehaviour | undefined,
    refund: SandboxRefund | undefined,
  ) => WireNotification;
  /** Whether the merchant's answer ends the repeats. */
  readonly isAccepted: (status: number, body: string) => boolean;
}

export interface Notifier {
  /** Tells the merchant about the order's state, or about a refund of it, until it is accepted. */
  announce(order: SandboxOrder, refund?: SandboxRefund): void;
  /** Sends once more, outside the repeats. @returns HTTP status of the merchant, 0 when it did not answer */
  sendOnce(order: SandboxOrder, behaviour: NotificationBehaviour | undefined, refund?: SandboxRefund): Promise<number>;
  /** Sends what is held, oldest first or newest first. */
  release(order: 'oldest-first' | 'newest-first'): Promise<void>;
  /** Resolves when nothing is under way or waiting for its next attempt, held ones apart. */
  settled(): Promise<void>;
  /** Takes up what an earlier process left unaccepted. */
  resume(): void;
  close(): Promise<void>;
}

const ATTEMPT_TIMEOUT_MS = 5_000;

export function createNotifier(options: NotifierOptions): Notifier {
  const { book, logger } = options;
  const pauses = new Set<{ readonly timer: NodeJS.Timeout; readonly end: () => void }>();
  const running = new Set<Promise<void>>();
  let held: (() => Promise<void>)[] = [];
  let closed = false;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const entry = { end: resolve, timer: setTimeout(() => (pauses.delete(entry), resolve()), ms) };
      pauses.add(entry);
    });

  const attempt = async (
    order: SandboxOrder,
    id: string,
    behaviour: NotificationBehaviour | undefined,
    refund: SandboxRefund | undefined,
  ) => {
    const notifyUrl = refund ? refund.notifyUrl : order.notifyUrl;
    if (notifyUrl === undefined) return { status: 0, accepted: true };
    const { headers, body } = options.encode(order, id, behaviour, refund);
    try {
      const response = await fetch(notifyUrl, {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
      });
      return { status: response.status, accepted: options.isAccepted(response.status, await response.text()) };
    } catch {
      return { status: 0, accepted: false };
    }
  };

  const deliver = async (pending: PendingNotification, behaviour: NotificationBehaviour | undefined) => {
    let current = pending;
    for (;;) {
      const order = book.order(current.outTradeNo);
      if (closed || !order) return;
      const refund = order.refunds.find(({ outRefundNo }) => outRefundNo === current.outRefundNo);
      const outcome = await attempt(order, current.notificationId, behaviour, refund);
      if (closed) return;
      const ms = options.retryMs[current.attempts];
      current = { ...current, attempts: current.attempts + 1 };
      const isDone = outcome.accepted || ms === undefined;
      book.saveNotification(current, isDone);
      logger.info({ outTradeNo: current.outTradeNo, ...outcome, attempts: current.attempts }, 'notification sent');
      if (isDone) return;
      await pause(ms);
    }
  };

  const track = (work: Promise<void>) => {
    const entry = work.finally(() => running.delete(entry));
    running.add(entry);
  };

  const start = async (pending: PendingNotification, behaviour: NotificationBehaviour | undefined) => {
    if (behaviour?.kind === 'drop') return book.saveNotification(pending, true);
    if (behaviour?.kind === 'hold') {
      held.push(() => deliver(pending, undefined));
      return;
    }
    if (behaviour?.kind === 'delay') await pause(behaviour.ms);
    const copies = behaviour?.kind === 'duplicate' ? behaviour.times : 1;
    await Promise.all(Array.from({ length: copies }, () => deliver(pending, behaviour)));
  };

  return {
    announce: (order, refund) => {
      if ((refund ? refund.notifyUrl : order.notifyUrl) === undefined) return;
      const { outTradeNo } = order;
      const pending = { notificationId: options.newId(), outTradeNo, outRefundNo: refund?.outRefundNo, attempts: 0 };
      book.saveNotification(pending, false);
      track(start(pending, options.nextBehaviour()));
    },
    sendOnce: async (order, behaviour, refund) => (await attempt(order, options.newId(), behaviour, refund)).status,
    release: async (order) => {
      const released = order === 'newest-first' ? held.toReversed() : held;
      held = [];
      for (const send of released) await send();
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    resume: () => {
      for (const pending of book.pendingNotifications()) track(deliver(pending, undefined));
    },
    close: async () => {
      closed = true;
      for (const { timer, end } of pauses) {
        clearTimeout(timer);
        end();
      }
      await Promise.all(running);
    },
  };
}
