import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { kioskRoutes } from './contract/kiosk-api.ts';
import { sessionRoutes } from './contract/session-api.ts';
import { startServer } from './start-server.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'louting-server-'));
afterAll(() => rmSync(stateDir, { recursive: true, force: true }));
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

describe('the server', () => {
  it('answers, documents every kiosk route without the internet, and keeps its keys to itself', async () => {
    const server = await startServer({ port: 0, stateDir, logLevel: 'silent' });
    try {
      expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'ok' });
      const { paths } = (await (await fetch(`${server.url}/docs/json`)).json()) as { paths: Record<string, object> };
      const documented = Object.values({ ...kioskRoutes, ...sessionRoutes }).map(({ path }) =>
        path.replaceAll(/:(\w+)/g, '{$1}'),
      );
      expect(Object.keys(paths)).toEqual(expect.arrayContaining(documented));
      const page = await (await fetch(`${server.url}/docs/`)).text();
      expect([...page.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([]);
      for (const key of ['card-key', 'receipt-key']) expect(statSync(join(stateDir, key)).mode & 0o777).toBe(0o600);
    } finally {
      await server.close();
    }
  });

  it('second on the same SQLite books is refused with one coded sentence, until the first has gone', async () => {
    const content = JSON.stringify({ port: 0, stateDir, logLevel: 'silent' });
    const first = await startServer({ port: 0, stateDir, logLevel: 'silent' });
    const second = run(content);
    await first.close();
    expect(second.stderr).toMatch(/^LT-9004 the books .* are in use by another server[^\n]*\n$/);
    expect(second.status).toBe(75);
    await (await startServer({ port: 0, stateDir, logLevel: 'silent' })).close();
  });

  it.each([
    ['no configuration', undefined, 'LOUTING_CONFIG does not name'],
    ['a configuration that is not JSON', '{', 'cannot be read'],
    ['a setting that does not exist', '{"stateDir":"/tmp/x","prot":1}', 'is invalid'],
  ])('with %s ends with one sentence and 78', (_, content, words) => {
    const ended = run(content);
    expect([ended.status, ended.stderr.trim().split('\n').length]).toEqual([78, 1]);
    expect(ended.stderr).toContain(words);
  });
});

/** A server process that is expected to end by itself. */
function run(content: string | undefined) {
  const path = join(stateDir, 'server.json');
  if (content !== undefined) writeFileSync(path, content);
  const environment = { ...process.env, LOUTING_CONFIG: content === undefined ? '' : path };
  return spawnSync(process.execPath, [MAIN], { env: environment, encoding: 'utf8' });
}
