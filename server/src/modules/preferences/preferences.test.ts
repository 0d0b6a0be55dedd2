import { expect, it } from 'vitest';
import { startTestServer } from '../../app/testing/test-server.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

describeOnEachDatabase('what a card holder chose', (openBooks) => {
  it('is there at the next tap, also when it is told late and out of order, and only for this person', async () => {
    const server = await startTestServer(await openBooks());
    const [home, other] = server.estate.households;
    if (!home || !other) throw new Error('two households were expected');
    const [kiosk, second] = server.kiosks;
    const session = await kiosk.open(home);
    expect(session.preferences).toEqual({});
    const now = server.clock.now();
    const remember = (chosenAt: number, preferences: object, by = kiosk) =>
      by.call('POST', `/kiosk/v1/sessions/${session.sessionId}/preferences`, { chosenAt, preferences });
    await remember(now, { mode: 'elder', language: 'en' });
    await kiosk.call('DELETE', `/kiosk/v1/sessions/${session.sessionId}`);
    expect((await remember(now - 60_000, { mode: 'standard' })).body).toEqual({ kept: true });
    expect((await remember(now + 9_000_000, { language: 'zh-CN' })).body).toEqual({ kept: true });
    expect((await second.open(home)).preferences).toEqual({ mode: 'elder', language: 'zh-CN' });
    expect((await remember(now + 1, { language: 'en' })).body).toEqual({ kept: true });
    expect((await second.open(home)).preferences).toEqual({ mode: 'elder', language: 'en' });
    expect((await second.open(other)).preferences).toEqual({});
    expect((await remember(now, { mode: 'elder' }, second)).body).toMatchObject({ code: 'LT-1007' });
    expect((await remember(now, { wallpaper: 'cat' })).body).toMatchObject({ code: 'LT-9001' });
  });
});
