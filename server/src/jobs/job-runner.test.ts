import { pino } from 'pino';
import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../storage/test-storages.ts';
import type { Storage } from '../storage/storage.ts';
import { createJobRunner, type Job } from './job-runner.ts';

function world(storage: Storage, run: Job['run']) {
  let now = Date.UTC(2026, 10, 24, 4);
  const job: Job = { name: 'count', everyMs: 60_000, run };
  const process = (holder: string) =>
    createJobRunner([job], { storage, clock: { now: () => now }, logger: pino({ level: 'silent' }), holder });
  return {
    process,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describeOnEachDatabase('jobs', (open) => {
  test('two processes find a job due at the same time: one runs it, and it waits for its next time', async () => {
    let runs = 0;
    const { process, pass } = world(await open(), async () => {
      runs += 1;
    });
    const [a, b] = [process('a'), process('b')];
    const ran = await Promise.all([a.runIfDue('count'), b.runIfDue('count')]);
    expect(ran.filter(Boolean)).toHaveLength(1);
    pass(59_999);
    expect(await b.runIfDue('count')).toBe(false);
    pass(1);
    expect(await b.runIfDue('count')).toBe(true);
    expect(runs).toBe(2);
  });

  test('a process dies in the middle of a job: another takes it up when the lease has run out', async () => {
    const storage = await open();
    const dying = world(storage, () => new Promise(() => undefined));
    void dying.process('a').runIfDue('count');
    await expect.poll(() => storage.db.selectFrom('job_lease').select('holder').executeTakeFirst()).toBeDefined();
    let runs = 0;
    const living = world(storage, async () => {
      runs += 1;
    });
    living.pass(30_000);
    expect(await living.process('b').runIfDue('count')).toBe(false);
    living.pass(30_001);
    expect(await living.process('b').runIfDue('count')).toBe(true);
    expect(runs).toBe(1);
  });

  test('a job without work writes no lease', async () => {
    const storage = await open();
    let runs = 0;
    let work = false;
    const run = async () => {
      runs += 1;
    };
    const job: Job = { name: 'count', everyMs: 1_000, hasWork: async () => work, run };
    const dependencies = { storage, clock: { now: () => 0 }, logger: pino({ level: 'silent' }), holder: 'a' };
    const runner = createJobRunner([job], dependencies);
    expect(await runner.runIfDue('count')).toBe(false);
    expect(await storage.db.selectFrom('job_lease').selectAll().execute()).toEqual([]);
    work = true;
    expect(await runner.runIfDue('count')).toBe(true);
    expect(runs).toBe(1);
  });

  test('a job that throws says why on the books and runs again when it is due', async () => {
    const storage = await open();
    const { process, pass } = world(storage, async () => {
      throw new Error('no statement');
    });
    await process('a').runIfDue('count');
    const lease = await storage.db.selectFrom('job_lease').selectAll().executeTakeFirstOrThrow();
    expect(lease).toMatchObject({ failure: 'no statement', holder: 'a' });
    pass(60_000);
    expect(await process('b').runIfDue('count')).toBe(true);
  });
});
