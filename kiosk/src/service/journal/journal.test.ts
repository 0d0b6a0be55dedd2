import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFailPoints } from '@louting/common/fail-points';
import { fen } from '@louting/common/money';
import { unwrap } from '@louting/common/result';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewIntent } from './intents.ts';
import { openJournal } from './journal.ts';

let stateDirectory: string;
let file: string;
const open = () => openJournal({ stateDirectory, clock: { now: () => 1_000 }, failPoints: noFailPoints });

const order = (id: string): NewIntent => ({
  id,
  kind: 'order',
  subject: id,
  payload: { sessionId: 's', purpose: 'bills', billIds: ['b'.repeat(200)], amountFen: fen(28_640), method: 'cash' },
});

beforeEach(() => {
  stateDirectory = mkdtempSync(join(tmpdir(), 'louting-journal-'));
  file = join(stateDirectory, 'journal.db');
});
afterEach(() => rmSync(stateDirectory, { recursive: true }));

function written(count: number): void {
  const journal = unwrap(open());
  for (let n = 0; n < count; n += 1) unwrap(journal.write({ open: [order(`order-${n}`)] }));
  journal.close();
}

function filesAside(): readonly string[] {
  const aside = readdirSync(stateDirectory).find((name) => name.startsWith('journal-damaged-'));
  return aside === undefined ? [] : readdirSync(join(stateDirectory, aside)).map((name) => join(aside, name));
}

describe('journal', () => {
  it('keeps intents and outcomes over a restart', () => {
    const journal = unwrap(open());
    unwrap(journal.write({ open: [order('o1'), order('o2')] }));
    unwrap(journal.write({ close: [{ id: 'o1', kind: 'order', outcome: { order: 'SUCCEEDED' } }] }));
    journal.close();
    const again = unwrap(open());
    expect(again.openIntents().map(({ id }) => id)).toEqual(['o2']);
    expect(again.intentsOf('o1')).toMatchObject([{ kind: 'order', outcome: { order: 'SUCCEEDED' }, openedAt: 1_000 }]);
    again.close();
  });

  it('commits to the disk: WAL with synchronous=FULL', () => {
    const journal = unwrap(open());
    unwrap(journal.write({ open: [order('o1')] }));
    const other = new Database(file, { readonly: true });
    expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(other.prepare('SELECT count(*) AS n FROM intents').get()).toEqual({ n: 1 });
    other.close();
    journal.close();
  });

  it('closes an intent once: a second outcome changes nothing', () => {
    const journal = unwrap(open());
    unwrap(journal.write({ open: [order('o1')] }));
    unwrap(journal.write({ close: [{ id: 'o1', kind: 'order', outcome: { order: 'CLOSED' } }] }));
    unwrap(journal.write({ close: [{ id: 'o1', kind: 'order', outcome: { order: 'SUCCEEDED' } }] }));
    expect(journal.intentsOf('o1')).toMatchObject([{ outcome: { order: 'CLOSED' } }]);
    journal.close();
  });

  it('refuses to forget: rows can be neither deleted nor rewritten, whoever asks', () => {
    written(1);
    const raw = new Database(file);
    expect(() => raw.exec('DELETE FROM intents')).toThrow('only grows');
    expect(() => raw.exec(`UPDATE intents SET payload = '{}'`)).toThrow('closed once');
    raw.close();
  });

  it('writes all of a change or nothing', () => {
    const journal = unwrap(open());
    unwrap(journal.write({ open: [order('o1')] }));
    expect(() =>
      journal.write({ close: [{ id: 'o1', kind: 'order', outcome: { order: 'CLOSED' } }], open: [order('o1')] }),
    ).toThrow('UNIQUE');
    expect(journal.openIntents()).toHaveLength(1);
    journal.close();
  });

  it('disk full: LT-5003, what stands stays, and writing goes on once there is room', () => {
    written(1);
    const raw = new Database(file);
    raw.pragma('wal_checkpoint(TRUNCATE)');
    raw.close();
    const journal = unwrap(
      openJournal({
        stateDirectory,
        clock: { now: () => 1 },
        failPoints: noFailPoints,
        limitPages: Math.ceil(readFileSync(file).length / 4_096) + 2,
      }),
    );
    let failure: string | undefined;
    for (let n = 0; n < 500 && failure === undefined; n += 1) {
      const result = journal.write({ open: [order(`more-${n}`)] });
      if (!result.ok) failure = result.error.code;
    }
    expect(failure).toBe('LT-5003');
    expect(journal.intentsOf('order-0')).toHaveLength(1);
    journal.close();
    const roomy = unwrap(open());
    unwrap(roomy.write({ open: [order('after')] }));
    roomy.close();
  });
});

describe('damaged journal', () => {
  it('page torn by a power cut: LT-5002, the very bytes kept aside, and never begun anew', () => {
    written(300);
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, 4_096 * 3);
    closeSync(handle);
    const bytes = readFileSync(file);

    expect(open()).toMatchObject({ ok: false, error: { code: 'LT-5002' } });
    expect(existsSync(file)).toBe(false);
    const kept = filesAside().find((name) => name.endsWith('journal.db'));
    expect(readFileSync(join(stateDirectory, kept ?? '')).equals(bytes)).toBe(true);
    expect(open()).toMatchObject({ ok: false, error: { code: 'LT-5002' } });
  });

  it.each([
    ['file cut short', 10_000],
    ['file emptied', 0],
  ])('%s: LT-5002', (_, length) => {
    written(300);
    truncateSync(file, length);
    expect(open()).toMatchObject({ ok: false, error: { code: 'LT-5002' } });
    expect(filesAside().some((name) => name.endsWith('journal.db'))).toBe(true);
  });

  it('file gone: LT-5002, because an empty journal would forget money', () => {
    written(1);
    rmSync(file);
    expect(open()).toMatchObject({ ok: false, error: { code: 'LT-5002' } });
    expect(existsSync(file)).toBe(false);
  });

  it('row that breaks its kind: LT-5002', () => {
    written(1);
    const raw = new Database(file);
    raw.exec(`INSERT INTO intents VALUES ('x', 'note', 'x', '{"limitFen":"much"}', 1, NULL, NULL)`);
    raw.close();
    expect(open()).toMatchObject({ ok: false, error: { code: 'LT-5002' } });
  });
});
