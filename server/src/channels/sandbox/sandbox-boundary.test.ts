import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The sandbox makes money out of nothing, so nothing that runs in production may reach it. */
it('no production source of the server imports the sandbox', () => {
  const server = join(import.meta.dirname, '..', '..');
  const sources = globSync('**/*.ts', { cwd: server }).filter(
    (path) => !path.endsWith('.test.ts') && !path.startsWith('channels/sandbox/'),
  );
  expect(sources).toContain('channels/wechat-pay/wechat-pay.ts');
  const importers = sources.filter((path) => /from '[^']*\/sandbox\//.test(readFileSync(join(server, path), 'utf8')));
  expect(importers).toEqual([]);
});
