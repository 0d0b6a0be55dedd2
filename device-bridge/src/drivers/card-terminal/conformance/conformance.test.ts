import { randomUUID } from 'node:crypto';
import { systemClock } from '@louting/common/clock';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeviceKit } from '../../../device-kit.ts';
import { CardTerminalConfigSchema, openCardTerminal } from '../../../open-card-terminal.ts';
import { createBankTerminalTwin } from '../../../simulators/bank-terminal/twins.ts';
import { openTcpSocket } from '../../../simulators/tcp-socket.ts';
import { TERMINAL_STEPS } from '../../../simulators/bank-terminal/terminal.ts';
import { BANK_TERMINAL_PROTOCOLS } from '../../../simulators/bank-terminal/twin.ts';
import { AMOUNT_FEN, openScene, type Scene } from './scene.ts';

const matrix: string[] = [];

describe.each(BANK_TERMINAL_PROTOCOLS)('a bank-card terminal that speaks %s', (protocol) => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene(protocol);
  });
  afterEach(() => scene.close());

  test('approved: reference, terminal, batch, trace and masked card; the same sale again is answered and not sold', async () => {
    const saleId = randomUUID();
    scene.twin.hold('approve');
    const sold = await scene.sell(saleId);
    expect(sold.payload).toMatchObject({ outcome: 'approved', amountFen: AMOUNT_FEN, terminalId: '12345678' });
    expect(sold.payload?.reference).toMatch(/^\d{12}$/);
    expect(sold.payload).toMatchObject({ batch: '000001', terminalTransaction: scene.twin.terminal.last()?.trace });
    expect(sold.payload?.cardMasked).toMatch(/^622848\*+1234$/);
    expect(scene.stages[0]).toBe('present-card');
    expect((await scene.sell(saleId)).payload).toEqual(sold.payload);
    await scene.restart();
    expect((await scene.ask('PaymentTerminal.GetSaleStatus', saleId)).payload).toEqual(sold.payload);
    if (protocol === 'chinaums') expect((await scene.totals(false)).failure?.code).toBe('LT-3510');
    expect((await scene.totals(true)).payload).toMatchObject({ amountFen: AMOUNT_FEN, batch: '000001' });
    expect((await scene.ask('PaymentTerminal.Reverse', saleId)).payload?.outcome).toBe('reversed');
    expect((await scene.ask('PaymentTerminal.Reverse', saleId)).payload?.outcome).toBe('reversed');
    expect(scene.twin.terminal.takenFen()).toBe(0);
    if (protocol === 'nexo') {
      const one = { count: 1, fen: AMOUNT_FEN };
      expect((await scene.totals(false)).payload).toMatchObject({ amountFen: 0, sales: one, reversals: one });
    }
  });

  test.each(['card-reversal-sent', 'card-reversed'].flatMap((step) => [`${step}.before`, `${step}.after`]))(
    'the bridge dies at %s: asked again, the money has gone back once',
    async (point) => {
      const saleId = randomUUID();
      scene.twin.hold('approve');
      await scene.sell(saleId);
      scene.dieAt(`bridge-journal.${point}`);
      await expect(scene.ask('PaymentTerminal.Reverse', saleId)).rejects.toThrow('dead');
      await scene.restart();
      expect((await scene.ask('PaymentTerminal.Reverse', saleId)).payload?.outcome).toBe('reversed');
      expect(scene.twin.terminal.payments().map(({ state }) => state)).toEqual(['reversed']);
    },
  );

  test.each([
    ['declined by the bank', 'decline', 'LT-3502'],
    ['not enough on the card', 'insufficient', 'LT-3507'],
    ['wrong PIN', 'wrong-pin', 'LT-3504'],
  ] as const)('%s', async (_, answer, code) => {
    scene.twin.hold(answer);
    expect((await scene.sell()).payload).toEqual({ outcome: 'declined', declineCode: code });
  });

  test('its own paper is out: staff hear of it where it says so, and it sells all the same', async () => {
    scene.twin.setFault('no-paper');
    await scene.restart();
    expect(scene.driver().condition()).toEqual(
      protocol === 'nexo' ? { device: 'online', code: 'LT-3509' } : { device: 'online' },
    );
    scene.twin.hold('approve');
    expect((await scene.sell()).payload?.outcome).toBe('approved');
  });

  test('cancelled on the terminal, nobody came, called off from here', async () => {
    const cancelled = scene.sell();
    await scene.waitsForCard();
    scene.twin.cancel();
    expect((await cancelled).payload?.declineCode).toBe('LT-3503');
    const alone = scene.sell();
    await scene.waitsForCard();
    scene.twin.terminal.cancel('no-card');
    expect((await alone).payload?.declineCode).toBe('LT-3505');
    const abort = new AbortController();
    const aborted = scene.sell(randomUUID(), abort.signal);
    await scene.waitsForCard();
    abort.abort('canceled');
    if (!scene.driver().canAbort) scene.twin.terminal.cancel('no-card');
    expect((await aborted).payload?.declineCode).toBe(scene.driver().canAbort ? 'LT-3904' : 'LT-3505');
    expect(scene.twin.terminal.takenFen()).toBe(0);
  });

  test.each(['lose-reply', 'late-reply', 'duplicate-reply', 'half-frame', 'noise'] as const)(
    '%s after the bank has paid: paid once, and known',
    async (fault) => {
      const saleId = randomUUID();
      const sold = scene.sell(saleId);
      await scene.waitsForCard();
      scene.twin.setFault(fault);
      scene.twin.hold('approve');
      expect((await sold).payload).toMatchObject({ outcome: 'approved', amountFen: AMOUNT_FEN });
      if (fault === 'late-reply') {
        // It comes while the terminal waits for the card of another owner, and pays nothing of theirs.
        const other = scene.sell();
        await scene.waitsForCard();
        scene.twin.sayWhatIsLate();
        scene.twin.terminal.cancel('no-card');
        expect((await other).payload).toEqual({ outcome: 'declined', declineCode: 'LT-3505' });
      }
      expect(scene.twin.terminal.takenFen()).toBe(AMOUNT_FEN);
    },
  );

  test('silent: unknown stays unknown, no other sale is sent, and it is found out later', async () => {
    await scene.close();
    scene = await openScene(protocol, 300);
    const saleId = randomUUID();
    const sold = scene.sell(saleId);
    await scene.waitsForCard();
    scene.twin.setFault('silent');
    scene.twin.hold('approve');
    expect((await sold).code).toBe('LT-2103');
    expect((await scene.sell()).code).toBe('LT-2103');
    scene.twin.setFault(undefined);
    await scene.restart();
    await expect
      .poll(async () => (await scene.ask('PaymentTerminal.GetSaleStatus', saleId)).payload?.outcome)
      .toBe('approved');
    expect(scene.twin.terminal.takenFen()).toBe(AMOUNT_FEN);
  });

  test.each(TERMINAL_STEPS.flatMap((step) => (['line', 'power'] as const).map((plug) => [step, plug] as const)))(
    'cut at %s, %s: the books of both agree',
    async (step, plug) => {
      const saleId = randomUUID();
      if (plug === 'power') scene.twin.setFault(`power-cut-${step}`);
      else {
        scene.twin.onStep((reached) => {
          if (reached !== step) return;
          scene.twin.onStep(() => undefined);
          scene.twin.dropLine();
        });
      }
      scene.twin.hold('approve');
      const { payload } = await scene.sell(saleId);
      const taken = scene.twin.terminal.takenFen();
      matrix.push(`${protocol.padEnd(9)} ${plug.padEnd(6)} ${step.padEnd(12)} ${payload?.outcome} / ${taken} fen`);
      expect(taken).toBe(payload?.outcome === 'approved' ? AMOUNT_FEN : 0);
      expect(payload?.outcome).not.toBe('open');
      // Whatever it was, the next owner can pay.
      await expect
        .poll(async () => {
          scene.twin.hold('approve');
          return (await scene.sell()).payload?.outcome;
        })
        .toBe('approved');
    },
  );
});

test('a settlement whose answer is lost: nobody knows, and it was asked for once', async () => {
  const scene = await openScene('chinaums');
  scene.twin.hold('approve');
  await scene.sell();
  scene.twin.setFault('lose-reply');
  expect((await scene.totals(true)).failure?.code).toBe('LT-2103');
  expect(scene.twin.terminal.settlements).toBe(1);
  await scene.close();
});

test('nothing that a terminal says stands in the trace of its line', async () => {
  const twin = createBankTerminalTwin('nexo', { now: () => Date.now() });
  const socket = await openTcpSocket(0, (line) => twin.attach(line));
  const kit = new DeviceKit(systemClock, undefined);
  const transport = { type: 'tcp', host: '127.0.0.1', port: socket.port() } as const;
  const config = CardTerminalConfigSchema.parse({ driver: 'nexo', poiId: 'TWIN-1', transport });
  const driver = openCardTerminal(config, kit, { logger: pino({ level: 'silent' }), clock: systemClock });
  driver.start();
  await expect.poll(() => driver.condition().device).toBe('online');
  const heard = kit.trace.steps.filter(({ direction }) => direction === 'from-device');
  expect(heard.length).toBeGreaterThan(0);
  for (const { bytes, hidden } of heard) expect(hidden).toEqual([0, bytes.length]);
  await driver.stop();
  twin.close();
  await socket.close();
});

test('the matrix of cuts', () => {
  expect(matrix).toHaveLength(BANK_TERMINAL_PROTOCOLS.length * TERMINAL_STEPS.length * 2);
  process.stdout.write(`${['protocol  plug   cut at       outcome / taken', ...matrix].join('\n')}\n`);
});
