import { ok } from '@louting/common/result';
import { describe, expect, it } from 'vitest';
import { household, startFlows } from './test-effects.ts';

const usual = { language: 'zh-CN', theme: 'day', lowered: false, settings: 'closed' };

describe('settings over the screen', () => {
  it('colours and lower keys chosen while bills are looked at: the bills stay, and the next owner has the usual', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    await flows.answer('openSession', ok(household));
    flows.session.send({ type: 'show-settings' });
    flows.session.send({ type: 'set-theme', theme: 'contrast' });
    flows.session.send({ type: 'set-lowered', lowered: true });
    expect(flows.screen()).toMatchObject({ screen: 'bills', theme: 'contrast', lowered: true, settings: 'open' });
    flows.session.send({ type: 'close-settings' });
    expect(flows.screen()).toMatchObject({ screen: 'bills', theme: 'contrast', settings: 'closed' });
    flows.session.send({ type: 'cancel' });
    flows.clock.increment(4_000);
    expect(flows.screen()).toMatchObject({ screen: 'idle', ...usual });
  });

  it('an answer that arrives meanwhile is seen: the panel makes way', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'card', uid: '04A1B2C3' });
    flows.session.send({ type: 'show-settings' });
    expect(flows.screen()).toMatchObject({ screen: 'identifying', settings: 'open' });
    await flows.answer('openSession', ok(household));
    expect(flows.screen()).toMatchObject({ screen: 'bills', settings: 'closed' });
  });

  it('chosen on the idle screen by somebody who walks away: the usual comes back, a touch later it does not', async () => {
    const flows = startFlows();
    await flows.open();
    flows.session.send({ type: 'show-settings' });
    flows.session.send({ type: 'set-language', language: 'en' });
    flows.clock.increment(89_000);
    flows.session.send({ type: 'set-theme', theme: 'night' });
    flows.clock.increment(89_000);
    expect(flows.screen()).toMatchObject({ screen: 'idle', language: 'en', theme: 'night', settings: 'open' });
    flows.clock.increment(1_000);
    expect(flows.screen()).toMatchObject({ screen: 'idle', ...usual });
  });
});
