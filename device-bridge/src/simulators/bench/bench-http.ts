import { readFileSync } from 'node:fs';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { CABINET_ROLES } from '../cabinet/cabinet-desk.ts';
import { CABINET_FAULTS } from '../cabinet/line-faults.ts';
import { SCANNER_FAULTS } from '../scanner/twin.ts';
import { BANK_ANSWERS, TERMINAL_FAULTS } from '../bank-terminal/terminal.ts';
import { BYTE_FAULTS, KNIFE_FAULTS, LINE_FAULTS, REPLY_FAULTS } from '../printer/faults.ts';
import { STORE_FAULTS } from '../ssp/payout-twin.ts';
import { MACHINE_FAULTS } from '../validator/validator-twin.ts';
import { WIRE_FAULTS } from '../validator/wire-faults.ts';
import type { Bench } from './bench-api.ts';

const Role = z.enum([
  'card-reader',
  'cash-acceptor',
  'coins',
  'smart-hopper',
  'receipt-printer',
  'barcode-reader',
  'payment-terminal',
  ...CABINET_ROLES,
]);
const Coin = z.union([z.literal(10), z.literal(50), z.literal(100)]);
const AtLine = z.number().int().min(1).default(1);
const Nothing = z.strictObject({});
const CardFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pulled'), after: z.number().int().min(0).max(20).default(2) }),
  z.strictObject({ kind: z.literal('wrong-key') }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().int().min(1).max(60_000).default(800) }),
  z.strictObject({ kind: z.literal('garbage') }),
]);
const Uid = z.strictObject({ uid: z.string(), fault: CardFault.optional() });

const FaultSchema = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('cash-acceptor'),
    fault: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.enum(WIRE_FAULTS),
        times: z.number().int().min(1).max(1_000).default(1),
      }),
      z.strictObject({ kind: z.enum([...MACHINE_FAULTS, 'fraud']) }),
    ]),
  }),
  z.strictObject({
    role: z.literal('coins'),
    fault: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(WIRE_FAULTS), times: z.number().int().min(1).max(1_000).default(1) }),
      z.strictObject({ kind: z.literal('jam'), denominationFen: Coin.optional() }),
    ]),
  }),
  z.strictObject({
    role: z.literal('smart-hopper'),
    fault: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(WIRE_FAULTS), times: z.number().int().min(1).max(1_000).default(1) }),
      z.strictObject({ kind: z.enum(STORE_FAULTS) }),
    ]),
  }),
  z.strictObject({
    role: z.literal('receipt-printer'),
    fault: z.discriminatedUnion('fault', [
      z.strictObject({
        fault: z.enum(LINE_FAULTS),
        atLine: AtLine,
      }),
      z.strictObject({ fault: z.enum(BYTE_FAULTS), atByte: z.number().int().min(1).max(100_000) }),
      z.strictObject({ fault: z.enum(KNIFE_FAULTS) }),
      z.strictObject({ fault: z.enum(REPLY_FAULTS), times: z.number().int().min(1).max(1_000).default(1) }),
    ]),
  }),
  z.strictObject({ role: z.literal('payment-terminal'), fault: z.enum(TERMINAL_FAULTS) }),
  z.strictObject({ role: z.literal('card-reader'), fault: z.strictObject({ kind: z.literal('silent') }) }),
  z.strictObject({
    role: z.literal('barcode-reader'),
    fault: z.strictObject({ kind: z.enum(SCANNER_FAULTS), times: z.number().int().min(1).max(1_000).default(1) }),
  }),
  z.strictObject({
    role: z.enum(CABINET_ROLES),
    fault: z.strictObject({ kind: z.enum(CABINET_FAULTS), times: z.number().int().min(1).max(1_000).default(1) }),
  }),
]);

interface Action<Schema extends z.ZodType> {
  readonly body: Schema;
  readonly run: (bench: Bench, body: z.output<Schema>) => unknown;
}

function action<Schema extends z.ZodType>(body: Schema, run: Action<Schema>['run']) {
  return (bench: Bench, raw: unknown): unknown => run(bench, body.parse(raw ?? {}));
}

/** `POST /api/<name>` with a JSON body; the answer is `{"result": …}`. */
const ACTIONS = {
  'tap-card': action(Uid.extend({ forMs: z.number().int().min(100).max(60_000).optional() }), (bench, body) =>
    bench.tapCard(body.uid, body.forMs, body.fault),
  ),
  'present-card': action(Uid, (bench, body) => bench.presentCard(body.uid, body.fault)),
  'remove-card': action(Nothing, (bench) => bench.removeCard()),
  'insert-note': action(
    z.strictObject({ fen: z.number().int().positive(), counterfeit: z.boolean().default(false) }),
    (bench, { fen, counterfeit }) => bench.insertNote(fen, { counterfeit }),
  ),
  'insert-coin': action(
    z.strictObject({ fen: Coin, counterfeit: z.boolean().default(false) }),
    (bench, { fen, counterfeit }) => bench.coins.insertCoin(fen, { counterfeit }),
  ),
  'fill-hopper': action(
    z.strictObject({ fen: Coin, coins: z.number().int().min(0).max(2_000) }),
    (bench, { fen, coins }) => bench.coins.fillHopper(fen, coins),
  ),
  'fill-smart-hopper': action(
    z.strictObject({
      fen: z.number().int().positive(),
      counted: z.number().int().min(0).max(2_000),
      /** What really lies in it, where somebody counted wrong. */
      left: z.number().int().min(0).max(2_000).optional(),
    }),
    (bench, { fen, counted, left }) => bench.smartHopper.fill(fen, counted, left),
  ),
  'show-payer-code': action(z.strictObject({ code: z.string().min(1).max(200) }), (bench, body) =>
    bench.showPayerCode(body.code),
  ),
  'show-fresh-payer-code': action(z.strictObject({ index: z.number().int().min(0) }), (bench, body) =>
    bench.showFreshPayerCode(body.index),
  ),
  'hold-bank-card': action(z.strictObject({ answer: z.enum(BANK_ANSWERS).default('approve') }), (bench, { answer }) =>
    bench.holdBankCard(answer),
  ),
  'take-bank-card': action(Nothing, (bench) => bench.takeBankCard()),
  'cancel-at-bank-terminal': action(Nothing, (bench) => bench.cancelAtBankTerminal()),
  'open-printer-cover': action(Nothing, (bench) => bench.openPrinterCover()),
  'close-printer-cover': action(Nothing, (bench) => bench.closePrinterCover()),
  'remove-paper': action(Nothing, (bench) => bench.removePaper()),
  'load-paper': action(Nothing, (bench) => bench.loadPaper()),
  'paper-low': action(Nothing, (bench) => bench.paperLow()),
  'open-door': action(Nothing, (bench) => bench.cabinet.board.openDoor()),
  'close-door': action(Nothing, (bench) => bench.cabinet.board.closeDoor()),
  tamper: action(z.strictObject({ tampered: z.boolean().default(true) }), (bench, { tampered }) =>
    bench.cabinet.board.tamper(tampered),
  ),
  warm: action(z.strictObject({ celsius: z.number().min(-40).max(120).optional() }), (bench, { celsius }) =>
    bench.cabinet.board.warmTo(celsius),
  ),
  'supply-from': action(z.strictObject({ supply: z.enum(['mains', 'battery', 'low']) }), (bench, { supply }) =>
    bench.cabinet.ups.supplyFrom(supply),
  ),
  unplug: action(z.strictObject({ role: Role }), (bench, body) => bench.unplug(body.role)),
  replug: action(z.strictObject({ role: Role }), (bench, body) => bench.replug(body.role)),
  'power-cycle': action(
    z.strictObject({ role: z.enum(['cash-acceptor', 'coins', 'smart-hopper', 'receipt-printer', 'payment-terminal']) }),
    (bench, body) => bench.powerCycle(body.role),
  ),
  'set-fault': action(FaultSchema, (bench, body) => bench.setFault(body)),
  'clear-faults': action(z.strictObject({ role: Role }), (bench, body) => bench.clearFaults(body.role)),
} as const;

const pageFile = (name: string): string => readFileSync(new URL(`bench-page/${name}`, import.meta.url), 'utf8');
const LOCAL_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** Page, control and events of the bench. For the loopback only: whoever reaches it can put in money. */
export function createBenchHttp(bench: Bench, logger: Logger): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: 64 * 1024 });
  app.removeContentTypeParser('text/plain');
  // A page of another site, or a name that was pointed at this machine, must not move notes.
  app.addHook('onRequest', async (request, reply) => {
    const { host = '', origin } = request.headers;
    const isForeign = origin !== undefined && !LOCAL_HOST.test(origin.replace(/^https?:\/\//, ''));
    if (LOCAL_HOST.test(host) && !isForeign) return undefined;
    return reply.code(403).send({ code: 'LT-6004' });
  });
  app.setErrorHandler((error, _request, reply) => {
    const isMalformed =
      error instanceof z.ZodError ||
      error instanceof RangeError ||
      (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500);
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    if (!isMalformed) logger.error({ err: error }, 'bench action failed');
    return reply.code(isMalformed ? 400 : 500).send({ code: isMalformed ? 'LT-9001' : 'LT-9999', detail });
  });

  const page = pageFile('bench.html');
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  for (const name of ['bench.js', 'words.js']) {
    const script = pageFile(name);
    app.get(`/${name}`, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script));
  }
  app.get('/api/state', () => bench.state());
  // Keys of the cards are nobody's business, even here.
  app.get('/api/cards', () => bench.cards().map(({ key: _key, block: _block, ...card }) => card));
  app.get('/api/payer-codes', () => bench.payerCodes().map(({ label }) => ({ label })));
  app.get('/api/jobs', () =>
    bench.printedJobs().map(({ number, at, lines, qrContents, cut }) => ({ number, at, lines, qrContents, cut })),
  );
  app.get('/api/receipt.svg', (request, reply) => {
    const { job } = z.object({ job: z.coerce.number().int().optional() }).parse(request.query);
    const picture = bench.receiptPicture(job);
    if (picture === undefined) return reply.code(404).send({ code: 'LT-9002' });
    return reply.type('image/svg+xml; charset=utf-8').send(picture);
  });
  app.get('/api/events', (_request, reply) => streamState(bench, reply));
  for (const [name, run] of Object.entries(ACTIONS)) {
    app.post(`/api/${name}`, async (request) => ({ result: (await run(bench, request.body)) ?? null }));
  }
  return app;
}

/** Server-sent events: the whole state with each change, at most twenty times a second. */
function streamState(bench: Bench, reply: FastifyReply): void {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let timer: NodeJS.Timeout | undefined;
  const send = (): void => {
    timer = undefined;
    const last = bench.printedJobs().at(-1);
    const paper = last ? { number: last.number, elements: last.elements.length, cut: last.cut } : null;
    reply.raw.write(`data: ${JSON.stringify({ state: bench.state(), paper })}\n\n`);
  };
  const forget = bench.onChange(() => {
    timer ??= setTimeout(send, 50);
  });
  reply.raw.once('close', () => {
    forget();
    clearTimeout(timer);
  });
  send();
}
