import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Bench } from './bench-api.ts';
import { WORDS } from './words.ts';

const PAGE = new URL('bench-page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };
const PAGE_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
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
    const said = error instanceof Error ? error.message : String(error);
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : said;
    if (!isMalformed) logger.error({ err: error }, 'bench action failed');
    return reply.code(isMalformed ? 400 : 500).send({ code: isMalformed ? 'LT-9001' : 'LT-9999', detail });
  });

  servePage(app);
  app.get('/api/devices', () => bench.devices());
  app.get('/api/words', () => WORDS);
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
  for (const name of bench.actions()) {
    app.post(`/api/${name}`, async ({ body }) => ({ result: (await bench.act(name, body ?? {})) ?? null }));
  }
  return app;
}

function servePage(app: FastifyInstance): void {
  for (const name of readdirSync(PAGE)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const content = readFileSync(new URL(name, PAGE), 'utf8');
    app.get(name === 'bench.html' ? '/' : `/${name}`, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('content-security-policy', PAGE_POLICY).send(content),
    );
  }
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
    reply.raw.write(`data: ${JSON.stringify({ state: bench.state(), sights: bench.look(), paper })}\n\n`);
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
