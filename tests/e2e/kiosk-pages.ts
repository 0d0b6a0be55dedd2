import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export interface BuiltPages {
  readonly origin: string;
  readonly folder: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** Builds the kiosk pages of one `vite` mode into a folder of their own and serves them on a free port. */
export async function servePages(mode: 'production' | 'gallery', port = 0): Promise<BuiltPages> {
  // What a kiosk gets, also where tests run: the build looks at this variable and not at the mode alone.
  process.env.NODE_ENV = 'production';
  const folder = await mkdtemp(join(tmpdir(), 'louting-kiosk-ui-'));
  await build({
    configFile: fileURLToPath(new URL('../../kiosk/vite.config.ts', import.meta.url)),
    mode,
    logLevel: 'error',
    build: { outDir: folder },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://kiosk').pathname);
    readFile(join(folder, path === '/' ? 'index.html' : path)).then(
      (body) => response.setHeader('content-type', TYPES[extname(path)] ?? 'text/html; charset=utf-8').end(body),
      () => (path.startsWith('/voice/') ? response.end('{}') : response.writeHead(404).end()),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    folder,
    server,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
