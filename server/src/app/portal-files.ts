import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem.ts';

/** The built admin portal below `/admin/`, if it is there. Its own addresses all answer its one page. */
export async function servePortal(app: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(join(directory, 'index.html'))) return;
  app.get('/admin', { schema: { hide: true } }, (_request, reply) => reply.redirect('/admin/'));
  await app.register(
    async (portal) => {
      await portal.register(fastifyStatic, { root: directory, prefix: '/', schemaHide: true });
      portal.setNotFoundHandler((request, reply) => {
        const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
        return wantsPage ? reply.sendFile('index.html') : sendProblem(reply, { code: 'LT-9002' });
      });
    },
    { prefix: '/admin' },
  );
}
