import { type Logger, pino } from 'pino';
import { expect, test } from 'vitest';
import { insertRows } from './insert-rows.ts';
import { describeOnEachDatabase } from './test-storages.ts';
import { runTogether } from './together.ts';
import type { Storage } from './storage.ts';

interface Context {
  readonly storage: Storage;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Writes parties by name; the database refuses one without a name, and quotes what it refused. */
const addParty = runTogether<Context, string | null, string>({
  name: 'parties',
  together: async (tx, _context, names) => {
    const rows = names.map((name) => ({ party_id: String(name), name: name as string, phone: '13800001234' }));
    await insertRows(tx, 'party', rows);
    return names.map((name) => `${name} in a group`);
  },
  alone: async (tx, _context, name) => {
    await insertRows(tx, 'party', [{ party_id: String(name), name: name as string, phone: '13800001234' }]);
    return `${name} alone`;
  },
});

describeOnEachDatabase('requests that are answered together', (open) => {
  test('one that the database refuses harms nobody else, and the log says so without quoting it', async () => {
    const storage = await open();
    const log: string[] = [];
    const logger = pino({ base: null, timestamp: false }, { write: (line: string) => log.push(line) });
    const context = { storage, logger };
    const names = Array.from({ length: 32 }, (_, index) => (index === 21 ? null : `party ${index}`));
    const answers = await Promise.allSettled(names.map((name) => addParty(context, name)));

    expect(answers.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []))).toEqual([21]);
    const answered = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : undefined));
    expect(answered[0]).toBe('party 0 in a group');
    expect(await storage.db.selectFrom('party').select('name').execute()).toHaveLength(31);

    const warnings = log.map((line) => JSON.parse(line) as { level: number; work: string; count: number });
    expect(warnings.map(({ level, work, count }) => [level, work, count])).toEqual([
      [40, 'parties', 32],
      [40, 'parties', 16],
      [40, 'parties', 8],
      [40, 'parties', 4],
      [40, 'parties', 2],
    ]);
    expect(log.join('')).not.toContain('13800001234');
  });
});
