import { ok } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import { appearanceAtTap, freshChoices } from './preferences.ts';
import { household, startFlows } from './test-effects.ts';

const now = { mode: 'standard', language: 'zh-CN', theme: 'day', lowered: false } as const;

const ELDER = { mode: 'elder', language: 'en', theme: 'night', lowered: true } as const;

describe('how an owner is met', () => {
  it.each([
    ['nothing known', {}, {}, now],
    ['saved', {}, { mode: 'elder', language: 'en', theme: 'night', low: 'on' }, ELDER],
    ['chosen a moment ago', { mode: 'standard' }, { mode: 'elder' }, now],
    ['word of a newer kiosk', {}, { mode: 'giant', language: 'wuu', theme: 'disco' }, now],
  ])('%s', (_case, chosen, saved, shown) => {
    expect(appearanceAtTap(now, chosen, saved)).toEqual(shown);
  });

  it.each([
    [{ mode: 'elder' }, {}, { mode: 'elder' }],
    [{ mode: 'elder', language: 'en' }, { mode: 'elder' }, { language: 'en' }],
    [{ mode: 'elder' }, { mode: 'elder' }, {}],
  ])('chosen %j over saved %j: remembered %j', (chosen, saved, fresh) => {
    expect(freshChoices(chosen, saved)).toEqual(fresh);
  });

  it('large letters chosen before the tap: kept over what was saved, and told once at goodbye', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'set-mode', mode: 'elder' });
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', ok({ ...household, preferences: { mode: 'standard', language: 'en' } }));
    expect(flows.screen()).toMatchObject({ screen: 'bills', mode: 'elder', language: 'en' });
    flows.session.send({ type: 'cancel' });
    expect(flows.left).toEqual([`remember ${household.sessionId} {"mode":"elder"}`, `session ${household.sessionId}`]);
    flows.clock.increment(4_000);
    expect(flows.screen()).toMatchObject({ screen: 'idle', mode: 'standard', language: 'zh-CN' });
  });
});
