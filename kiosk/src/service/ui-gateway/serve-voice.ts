import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The clips of what the screens say. One that is still learning to speak has an empty index, not an error. */
export async function serveVoice(app: FastifyInstance, directory: string | undefined): Promise<void> {
  app.get<{ Params: { language: string } }>('/voice/:language(^[a-zA-Z-]+$).json', async ({ params }, reply) => {
    const index =
      directory && (await readFile(join(directory, `${params.language}.json`), 'utf8').catch(() => undefined));
    return reply.type('application/json').send(index ?? '{}');
  });
  if (directory === undefined) return;
  await app.register(fastifyStatic, { root: directory, prefix: '/voice/', decorateReply: false });
}
