import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { startTestServer } from '../../app/testing/test-server.ts';
import { logInStaff } from '../../app/testing/test-staff.ts';
import type { Usage, Visit } from '../../contract/visits-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describeOnEachDatabase('what the kiosk was used for', (openBooks) => {
  it('counts each visit once, where people gave up, and shows it to those of the community alone', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const now = server.clock.now();
    const visit = (more: Partial<Visit>): Visit => ({
      visitId: newId(),
      startedAt: now - HOUR,
      seconds: 60,
      touches: 4,
      way: 'card',
      letters: 'elder',
      language: 'zh-CN',
      outcome: 'left',
      leftAt: 'method',
      helped: false,
      ...more,
    });
    const paid = visit({ outcome: 'paid', method: 'cash', leftAt: 'success', seconds: 90, touches: 3 });
    const told = [
      paid,
      paid,
      visit({ outcome: 'paid', method: 'wechat-qr', leftAt: 'success', letters: 'standard', startedAt: now - DAY }),
      visit({ method: 'cash', leftAt: 'cash' }),
      visit({ leftAt: 'cash', method: 'cash', helped: true }),
      visit({ outcome: 'failed', method: 'payer-code', leftAt: 'failure', code: 'LT-3101', way: 'room' }),
      visit({ outcome: 'not-identified', leftAt: 'identify', startedAt: now - 40 * DAY }),
    ];
    for (const one of told) expect((await kiosk.call('POST', '/kiosk/v1/visits', one)).status).toBe(200);
    const named = { ...visit({}), roomId: newId() };
    expect((await kiosk.call('POST', '/kiosk/v1/visits', named)).status).toBe(400);

    const staff = await logInStaff(server, ['business-admin']);
    const usage = (await staff.get<Usage>('/admin/v1/usage?days=7')).body;
    expect(usage).toMatchObject({
      visits: 5,
      helped: 1,
      outcomes: { paid: 2, left: 2, failed: 1, 'not-identified': 0 },
      leftAt: [
        { screen: 'cash', visits: 2 },
        { screen: 'failure', visits: 1 },
      ],
      codes: [{ code: 'LT-3101', visits: 1 }],
    });
    expect(usage.steps.map(({ visits }) => visits)).toEqual([5, 5, 5, 2]);
    expect(usage.methods.find(({ method }) => method === 'cash')).toEqual({
      method: 'cash',
      visits: 3,
      paid: 1,
      seconds: 70,
      touches: 3.7,
    });
    expect(usage.days).toHaveLength(7);
    expect(usage.days.slice(-2)).toMatchObject([
      { visits: 1, paid: 1 },
      { visits: 4, paid: 1 },
    ]);
    expect(usage.hours.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect((await staff.get('/admin/v1/usage?days=92')).body).toMatchObject({ visits: 6 });

    const elsewhere = await logInStaff(server, ['business-admin'], []);
    expect((await elsewhere.get('/admin/v1/usage')).body).toMatchObject({ visits: 0, leftAt: [] });
  });
});
