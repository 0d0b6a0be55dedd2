import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@louting/common/ids';
import { afterAll, expect, test } from 'vitest';
import { runBills } from './modules/billing/bill-run.ts';
import { clock, testBooks } from './modules/billing/test-books.ts';
import { openStorage } from './storage/storage.ts';

const directory = mkdtempSync(join(tmpdir(), 'louting-audit-'));
afterAll(() => rmSync(directory, { recursive: true }));

function audit(url: string): { status: number | null; stdout: string; stderr: string } {
  const program = join(import.meta.dirname, 'audit-books.ts');
  return spawnSync(process.execPath, [program, url], { encoding: 'utf8' });
}

test('npm run audit-books: sound books, then one fen moved by hand', async () => {
  const url = `sqlite:${join(directory, 'books.sqlite')}`;
  const storage = await openStorage({ url });
  const books = await testBooks(storage);
  await books.addRoom({ code: '1-1-101' });
  const request = { runId: newId(), communityId: books.communityId, month: '2026-03', dryRun: false };
  await runBills(storage, request, { clock, newId });
  const sound = audit(url);
  expect(sound.stdout).toContain('The books are sound.');
  expect(sound.stdout).toMatch(/^1122 +250\.60 +0\.00 +250\.60 {2}应收账款/m);
  expect(sound.status).toBe(0);

  await storage.transact((tx) => tx.updateTable('bill').set({ paid_fen: 1 }).execute());
  await storage.close();
  const broken = audit(url);
  expect(broken.stdout).toContain('BROKEN open amounts of the bills = 1122 by room and item');
  expect(broken.stdout).toContain('THE BOOKS ARE NOT SOUND.');
  expect(broken.status).toBe(1);
});

test('no books there is not the same as sound books', () => {
  const missing = audit(`sqlite:${join(directory, 'nowhere.sqlite')}`);
  expect(missing.status).toBe(66);
  expect(missing.stderr).toContain('no books at');
});
