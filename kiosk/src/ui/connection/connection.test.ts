import { describe, expect, it } from 'vitest';
import { Connection, PATIENCE_MS, parseServiceMessage, retryDelay, type SocketEvents } from './connection.ts';

type TestSocket = SocketEvents & { readonly sent: string[] };

interface Bench {
  readonly sockets: TestSocket[];
  readonly connection: Connection;
  readonly latest: () => TestSocket;
  /** Lets `milliseconds` pass. */
  readonly pass: (milliseconds: number) => void;
}

function bench(): Bench {
  const sockets: TestSocket[] = [];
  let now = 0;
  let timers: { at: number; task: () => void }[] = [];
  const connection = new Connection({
    open: (events) => {
      const sent: string[] = [];
      sockets.push({ ...events, sent });
      return { send: (text) => void sent.push(text), close: () => {} };
    },
    after: (milliseconds, task) => {
      const timer = { at: now + milliseconds, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
  return {
    sockets,
    connection,
    latest: () => {
      const socket = sockets.at(-1);
      if (socket === undefined) throw new Error('no socket was opened');
      return socket;
    },
    pass: (milliseconds) => {
      const end = now + milliseconds;
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        now = due.at;
        due.task();
      }
      now = end;
    },
  };
}

const push = (revision: number): string => JSON.stringify({ type: 'screen', model: { revision, screen: 'starting' } });

describe('connection to the kiosk service', () => {
  it('says hello first and shows the screen the service pushes', () => {
    const { connection, latest } = bench();
    latest().opened();
    expect(latest().sent).toEqual(['{"type":"hello"}']);
    latest().received(push(7));
    expect(connection.state()).toMatchObject({ model: { revision: 7 }, lost: false });
  });

  it('sends an intent with the revision it was made on', () => {
    const { connection, latest } = bench();
    latest().opened();
    connection.intend({ intent: 'start' }, 3);
    expect(latest().sent.at(-1)).toBe('{"type":"intent","revision":3,"intent":{"intent":"start"}}');
  });

  it('service restarted quickly: the screen is never dimmed', () => {
    const { connection, latest, sockets, pass } = bench();
    latest().opened();
    latest().received(push(1));
    latest().closed();
    pass(retryDelay(0));
    expect(sockets).toHaveLength(2);
    latest().opened();
    latest().received(push(2));
    pass(PATIENCE_MS * 2);
    expect(connection.state()).toMatchObject({ model: { revision: 2 }, lost: false });
  });

  it('service gone for more than two seconds: the last screen stays, marked lost, until the next push', () => {
    const { connection, latest, pass } = bench();
    latest().opened();
    latest().received(push(1));
    latest().closed();
    pass(PATIENCE_MS - 1);
    expect(connection.state().lost).toBe(false);
    pass(1);
    expect(connection.state()).toMatchObject({ model: { revision: 1 }, lost: true });
    pass(60_000);
    latest().opened();
    latest().received(push(9));
    expect(connection.state()).toMatchObject({ model: { revision: 9 }, lost: false });
  });

  it('service accepts and drops the socket again and again: retries grow apart and patience still ends', () => {
    const { connection, latest, sockets, pass } = bench();
    for (let attempt = 0; attempt < 6; attempt += 1) {
      latest().opened();
      latest().closed();
      pass(retryDelay(attempt));
    }
    expect(sockets).toHaveLength(7);
    expect(connection.state().lost).toBe(true);
    expect(retryDelay(50)).toBe(5_000);
  });

  it('an intent made while the service is gone is dropped, not replayed on a later screen', () => {
    const { connection, latest, pass } = bench();
    latest().opened();
    latest().received(push(1));
    latest().closed();
    connection.intend({ intent: 'pay' }, 1);
    pass(retryDelay(0));
    latest().opened();
    expect(latest().sent).toEqual(['{"type":"hello"}']);
  });

  it.each([
    ['not text', new ArrayBuffer(2)],
    ['torn', '{"type":"screen","model":{"revi'],
    ['foreign', '{"type":"tick"}'],
    ['without a revision', '{"type":"screen","model":{"screen":"idle"}}'],
    ['null', 'null'],
  ])('a frame that is %s changes nothing', (_name, data) => {
    expect(parseServiceMessage(data)).toBeUndefined();
  });
});
