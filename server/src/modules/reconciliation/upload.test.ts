import { request } from 'node:http';
import fastifyMultipart from '@fastify/multipart';
import { ok } from '@louting/common/result';
import { fastify } from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { endingInProblem } from './file-reading/byte-streams.ts';
import { receiveUpload } from './upload.ts';

const LIMIT = 200_000;
const BOUNDARY = 'form';

describe('a file that comes in', () => {
  const app = fastify({ bodyLimit: 1_000 });
  let beganToRead = false;
  const broke: unknown[] = [];
  app.register(fastifyMultipart);
  app.register(async (plugin) => {
    /** Reads `take` bytes and leaves the rest, or all of it; tells what it saw. */
    plugin.post('/take/:take', (asked) => {
      const { take } = asked.params as { take: string };
      return receiveUpload(asked, LIMIT, async ({ fields, fileName, bytes }) => {
        let size = 0;
        const rows = async function* () {
          for await (const chunk of bytes) {
            size += chunk.length;
            beganToRead = true;
            if (size >= Number(take)) return;
            yield { row: chunk.length };
          }
        };
        const problems: string[] = [];
        try {
          for await (const row of endingInProblem(rows())) if ('problem' in row) problems.push(row.problem.code ?? '');
        } catch (error) {
          broke.push(error);
          throw error;
        }
        return ok({ fields, fileName, size, problems });
      });
    });
  });
  afterAll(() => app.close());

  const send = async (take: number, body: Buffer | string, name = 'file') => {
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="kind"\r\n\r\ntrade\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="a.csv"\r\n\r\n`;
    const payload = Buffer.concat([Buffer.from(head), Buffer.from(body), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    return (await app.inject({ method: 'POST', url: `/take/${take}`, headers, payload })).json<unknown>();
  };

  it('is read while it comes, above what other requests may bring', async () => {
    const value = { fields: { kind: 'trade' }, fileName: 'a.csv', size: 150_000, problems: [] };
    expect(await send(Infinity, Buffer.alloc(150_000, 'x'))).toEqual({ ok: true, value });
  });

  it('longer than allowed: said at its end, by its code', async () => {
    expect(await send(Infinity, Buffer.alloc(LIMIT + 1, 'x'))).toMatchObject({ value: { problems: ['LT-2734'] } });
  });

  it('nobody wants the rest of: it is read to its end, and the answer arrives', async () => {
    expect(await send(10, Buffer.alloc(150_000, 'x'))).toMatchObject({ ok: true, value: { problems: [] } });
  });

  it('broken off in the middle: whoever reads it learns of it, and the next one comes in', async () => {
    beganToRead = false;
    const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': 500_000 };
    const sent = request({ host: url.hostname, port: url.port, method: 'POST', path: '/take/Infinity', headers });
    sent.on('error', () => undefined);
    sent.write(
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${'x'.repeat(90_000)}`,
    );
    await expect.poll(() => beganToRead).toBe(true);
    sent.destroy();
    await expect.poll(() => broke).toHaveLength(1);
    expect(await send(Infinity, 'x')).toMatchObject({ ok: true, value: { size: 1 } });
  });

  it('of another name, or none at all: no file', async () => {
    expect(await send(Infinity, 'x', 'other')).toMatchObject({ error: { code: 'LT-2733' } });
    const none = await app.inject({ method: 'POST', url: '/take/1', payload: {} });
    expect(none.json()).toMatchObject({ error: { code: 'LT-2733' } });
  });
});
