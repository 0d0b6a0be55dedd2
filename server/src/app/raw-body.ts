import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes as received, where a signature covers them; empty without a body. */
    rawBody: Buffer;
  }
}

const EMPTY = Buffer.alloc(0);

/** Keeps the raw bytes of JSON bodies: a digest or signature is over them, not over what was parsed. */
export function keepRawJson(app: FastifyInstance): void {
  keepRaw(app, ['application/json'], (body) => (body.length === 0 ? undefined : JSON.parse(body.toString('utf8'))));
}

/** Leaves every body as bytes. */
export function keepRawOnly(app: FastifyInstance): void {
  keepRaw(app, '*', (body) => body);
}

function keepRaw(app: FastifyInstance, types: string | string[], parse: (body: Buffer) => unknown): void {
  app.decorateRequest('rawBody', { getter: () => EMPTY });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(types, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    Object.defineProperty(request, 'rawBody', { value: body });
    try {
      done(null, parse(body));
    } catch {
      done(Object.assign(new Error('body is not JSON'), { statusCode: 400, code: 'BODY_IS_NOT_JSON' }));
    }
  });
}
