import { newId } from '@louting/common/ids';
import { describe, expect, it } from 'vitest';
import { startTestServer, type TestKiosk, type TestServer } from '../../app/testing/test-server.ts';
import { logInStaff, type TestStaff } from '../../app/testing/test-staff.ts';
import type { StaffStep, TicketDetail, TicketStep } from '../../contract/help-desk-api.ts';
import { DEFAULT_QUESTIONS } from '../../contract/default-questions.ts';
import type { Question } from '../../contract/questions-api.ts';
import type { Session } from '../../contract/session-api.ts';
import type { KioskTicket, TicketKind, TicketState } from '../../contract/tickets-api.ts';
import { describeOnEachDatabase, type OpenEmptyBooks } from '../../storage/test-storages.ts';
import { escalateTicketsJob } from './escalate-tickets.job.ts';
import type { CallToRing } from './help-line.ts';
import { monthsUntil } from './ticket-analysis.view.ts';
import { dueAt, helperAt, HelpDeskRulesSchema, nextTicketState, stepsOfStaff } from './tickets.ts';
import { ticketsContext } from './tickets-context.ts';

const RULES = HelpDeskRulesSchema.parse({});
const MINUTE = 60_000;

describe('where a ticket can go', () => {
  const ways: readonly (readonly [TicketKind, readonly TicketStep[], TicketState | undefined])[] = [
    ['help-call', ['set-out', 'set-out', 'resolve'], 'closed'],
    ['help-call', ['withdraw'], 'closed'],
    ['help-call', ['set-out', 'withdraw'], 'closed'],
    ['help-call', ['resolve', 'reopen'], undefined],
    ['help-call', ['accept'], undefined],
    ['bill-dispute', ['accept', 'verify', 'resolve', 'close'], 'closed'],
    ['bill-dispute', ['accept', 'verify', 'resolve', 'reopen', 'accept'], 'accepted'],
    ['bill-dispute', ['accept', 'verify', 'resolve', 'close', 'reopen'], 'open'],
    ['bill-dispute', ['accept', 'resolve'], undefined],
    ['bill-dispute', ['verify'], undefined],
    ['bill-dispute', ['withdraw'], undefined],
    ['feedback', ['accept', 'resolve', 'close'], 'closed'],
    ['feedback', ['accept', 'verify'], undefined],
    ['repair', ['accept', 'set-out', 'resolve', 'close'], 'closed'],
    ['repair', ['accept', 'note', 'set-urgency', 'assign', 'resolve', 'note'], 'resolved'],
    ['repair', ['accept', 'resolve', 'assign'], undefined],
  ];
  it.each(ways)('%s: %j', (kind, steps, end) => {
    let state: TicketState | undefined = 'open';
    for (const step of steps) state = state && nextTicketState(kind, state, step);
    expect(state).toBe(end);
  });

  it('staff are offered what leads on, and not what only an owner or the clock does', () => {
    expect(stepsOfStaff('help-call', 'open')).toEqual(['set-out', 'resolve', 'assign', 'set-urgency', 'note']);
    expect(stepsOfStaff('bill-dispute', 'resolved')).toEqual(['close', 'reopen', 'note']);
  });

  it.each([
    ['help-call', 'urgent', RULES.unansweredSeconds * 1_000],
    ['bill-dispute', 'normal', 3 * 86_400_000],
    ['bill-dispute', 'urgent', 86_400_000],
    ['feedback', 'low', 7 * 86_400_000],
  ] as const)('%s, %s: has to be answered within %i ms', (kind, urgency, within) => {
    expect(dueAt(kind, urgency, 1_000, RULES)).toBe(1_000 + within);
  });

  it.each([
    ['on the way', 0, 5],
    ['a minute and a half later', 1.5, 4],
    ['late', 7, 0],
    ['forgotten', 40, undefined],
  ])('a helper is said to come in whole minutes: %s', (_, after, minutes) => {
    const row = { state: 'on-the-way', helper_name: '王师傅', comes_at: 5 * MINUTE } as const;
    expect(helperAt(row, after * MINUTE)?.inMinutes).toBe(minutes);
  });

  it('months are counted back over the year', () => {
    expect(monthsUntil('2026-02', 4)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  });
});

interface Desk {
  readonly server: TestServer;
  readonly kiosk: TestKiosk;
  readonly staff: TestStaff;
  readonly step: (ticketId: string, step: StaffStep) => Promise<string>;
  readonly detail: (ticketId: string) => Promise<TicketDetail>;
}

async function openDesk(openBooks: OpenEmptyBooks): Promise<Desk> {
  const server = await startTestServer(await openBooks());
  const staff = await logInStaff(server, ['business-admin']);
  return {
    server,
    kiosk: server.kiosks[0],
    staff,
    step: async (ticketId, step) => {
      const { status, body } = await staff.post(`/admin/v1/tickets/${ticketId}/steps`, step);
      return status === 200 ? 'ok' : String(body.code);
    },
    detail: async (ticketId) => (await staff.get<TicketDetail>(`/admin/v1/tickets/${ticketId}`)).body,
  };
}

describeOnEachDatabase('tickets', (openBooks) => {
  const call = (server: TestServer, at = server.clock.now()) =>
    ({ kind: 'help-call', ticketId: newId(), at, screen: 'cash' }) as const;

  it('a call for help: sent twice it is one, rings, is answered, and the kiosk reads who comes until it is over', async () => {
    const { server, kiosk, staff, step, detail } = await openDesk(openBooks);
    const asked = call(server);
    await kiosk.call('POST', '/kiosk/v1/tickets', asked);
    expect((await kiosk.call('POST', '/kiosk/v1/tickets', asked)).body).toMatchObject({ state: 'open' });
    expect((await server.kiosks[1].call('POST', '/kiosk/v1/tickets', asked)).body).toMatchObject({ code: 'LT-8002' });
    expect((await staff.get('/admin/v1/help-calls')).body).toMatchObject({
      rows: [{ kioskNumber: 'K001', screen: 'cash', urgency: 'urgent', state: 'open' }],
    });

    expect(await step(asked.ticketId, { step: 'set-out', name: '王师傅', minutes: 5 })).toBe('ok');
    server.clock.pass(2 * MINUTE);
    const path = `/kiosk/v1/tickets/${asked.ticketId}`;
    expect((await kiosk.call<KioskTicket>('GET', path)).body).toMatchObject({
      state: 'on-the-way',
      helper: { name: '王师傅', inMinutes: 3 },
    });
    expect((await server.kiosks[1].call('GET', path)).body).toMatchObject({ code: 'LT-9002' });
    expect(await step(asked.ticketId, { step: 'resolve', note: '教会了放纸币' })).toBe('ok');
    expect((await kiosk.call<KioskTicket>('GET', path)).body).toMatchObject({ state: 'closed' });
    expect(await step(asked.ticketId, { step: 'resolve', note: '' })).toBe('LT-8001');
    expect((await detail(asked.ticketId)).history.map(({ step: taken, note }) => [taken, note])).toEqual([
      ['raised', undefined],
      ['set-out', '王师傅 5′'],
      ['resolve', '教会了放纸币'],
    ]);
    await expect(
      server.storage.transact((tx) => tx.updateTable('ticket_event').set({ note: 'x' }).execute()),
    ).rejects.toThrow(/immutable/);
    // The kiosk itself noticed something: it is told twice, and stands there once.
    const alarm = { kind: 'repair', ticketId: newId(), at: server.clock.now(), code: 'LT-3603' } as const;
    for (let sent = 0; sent < 2; sent += 1) await kiosk.call('POST', '/kiosk/v1/tickets', alarm);
    expect(await detail(alarm.ticketId)).toMatchObject({ kind: 'repair', urgency: 'urgent', words: 'LT-3603' });
    const trail = await server.storage.db.selectFrom('audit_event').selectAll().execute();
    expect(trail.filter(({ action }) => action === 'work-on-ticket')).toHaveLength(3);
  });

  it('nobody answers in time: the call stands out and the line rings; a call kept for an hour rings nobody', async () => {
    const { server, kiosk, detail } = await openDesk(openBooks);
    const rung: CallToRing[] = [];
    const context = ticketsContext(server.context, {
      ring: async (toRing) => {
        rung.push(toRing);
        return 'rung';
      },
    });
    const asked = call(server);
    await kiosk.call('POST', '/kiosk/v1/tickets', asked);
    server.clock.pass(RULES.unansweredSeconds * 1_000 + 1);
    const late = call(server, server.clock.now() - 60 * MINUTE);
    expect((await kiosk.call('POST', '/kiosk/v1/tickets', late)).body).toMatchObject({ state: 'closed' });
    const job = escalateTicketsJob(context);
    await job.run(new AbortController().signal);
    await job.run(new AbortController().signal);
    expect(rung).toMatchObject([{ ticketId: asked.ticketId, why: 'unanswered' }]);
    const steps = (await detail(asked.ticketId)).history.map((event) => event.step);
    expect(steps).toEqual(['raised', 'escalated', 'rung']);
    const left = await kiosk.call('POST', `/kiosk/v1/tickets/${asked.ticketId}/withdrawal`);
    expect(left.body).toMatchObject({ state: 'closed' });
  });

  it('a bill that seems wrong: asked once, in dispute on every list, verified before it is answered', async () => {
    const { server, kiosk, staff, step, detail } = await openDesk(openBooks);
    const [household, neighbour] = server.estate.households;
    if (!household || !neighbour) throw new Error('two households were expected');
    const { sessionId } = await kiosk.open(household);
    const [billId] = household.billIds;
    const about = { kind: 'bill-dispute', at: server.clock.now(), complaint: 'already-paid' } as const;
    const foreign = { ...about, ticketId: newId(), sessionId, billId: neighbour.billIds[0] };
    expect((await kiosk.call('POST', '/kiosk/v1/tickets', foreign)).body).toMatchObject({ code: 'LT-2004' });
    const asked = { ...about, ticketId: newId(), sessionId, billId };
    const { body } = await kiosk.call<KioskTicket>('POST', '/kiosk/v1/tickets', asked);
    const again = await kiosk.call<KioskTicket>('POST', '/kiosk/v1/tickets', { ...asked, ticketId: newId() });
    expect(again.body.reference).toBe(body.reference);

    const shown = async (): Promise<Session['disputes']> => (await kiosk.open(household)).disputes;
    expect(await shown()).toEqual([{ billId, reference: body.reference, progress: 'received' }]);
    const disputed = async () => {
      const { body: room } = await staff.get<{ bills: { billId: string; inDispute: boolean }[] }>(
        `/admin/v1/rooms/${household.roomId}`,
      );
      return room.bills.filter((bill) => bill.inDispute).map((bill) => bill.billId);
    };
    expect(await disputed()).toEqual([billId]);

    const { ticketId } = asked;
    await step(ticketId, { step: 'accept' });
    expect(await step(ticketId, { step: 'resolve', note: '缴过了' })).toBe('LT-8001');
    await step(ticketId, { step: 'verify' });
    expect((await shown())[0]?.progress).toBe('being-checked');
    expect(await step(ticketId, { step: 'resolve', note: '缴过了' })).toBe('LT-8003');
    const verification = {
      cause: 'payment-missing',
      scope: 'this-bill',
      responsibility: 'channel',
      fix: 'bill-reversed',
    } as const;
    expect(await step(ticketId, { step: 'resolve', note: '补登', verification })).toBe('ok');
    expect([await shown(), await disputed()]).toEqual([[expect.objectContaining({ progress: 'answered' })], []]);
    expect(await step(ticketId, { step: 'close', callBack: 'content', note: '' })).toBe('ok');
    expect(await detail(ticketId)).toMatchObject({
      state: 'closed',
      verification,
      callBack: 'content',
      bill: { billId, amountFen: 10_000 },
      inCharge: { staffId: staff.staffId },
    });
  });

  it('faces are counted once; a sad one is looked into; who may only answer calls does neither', async () => {
    const { server, kiosk, staff, step } = await openDesk(openBooks);
    const [household] = server.estate.households;
    if (!household) throw new Error('a household was expected');
    const { sessionId } = await kiosk.open(household);
    const at = server.clock.now();
    const sad = { surveyId: newId(), at, face: 'poor', sessionId };
    for (const survey of [sad, sad, { surveyId: newId(), at, face: 'good' }]) {
      expect((await kiosk.call('POST', '/kiosk/v1/surveys', survey)).status).toBe(200);
    }
    const repair = { ticketId: newId(), communityId: server.estate.communityId, kind: 'repair', urgency: 'urgent' };
    expect((await staff.post('/admin/v1/tickets', { ...repair, words: '门禁坏了' })).status).toBe(200);
    expect((await staff.get('/admin/v1/tickets?state=unfinished')).body).toMatchObject({
      total: 2,
      rows: [
        { kind: 'repair', words: '门禁坏了' },
        { kind: 'feedback', face: 'poor', roomId: household.roomId },
      ],
    });
    await step(repair.ticketId, { step: 'accept' });
    expect((await staff.get('/admin/v1/ticket-analysis?months=2')).body).toMatchObject({
      kinds: expect.arrayContaining([
        { kind: 'repair', raised: 1, resolved: 0, escalated: 0, secondsToAnswer: 0 },
        { kind: 'feedback', raised: 1, resolved: 0, escalated: 0 },
      ]),
      months: [
        { month: '2026-10' },
        { month: '2026-11', raised: { repair: 1, feedback: 1 }, faces: { good: 1, fair: 0, poor: 1 } },
      ],
    });
    const operator = await logInStaff(server, ['system-admin']);
    const refused = await operator.post(`/admin/v1/tickets/${repair.ticketId}/steps`, { step: 'verify' });
    expect(refused.body).toEqual({ code: 'LT-6004' });
    const elsewhere = await logInStaff(server, ['business-admin'], []);
    expect((await elsewhere.get('/admin/v1/tickets')).body).toMatchObject({ rows: [], total: 0 });
    expect((await elsewhere.get('/admin/v1/help-calls')).body).toEqual({ rows: [] });
    const theirs = `/admin/v1/tickets/${repair.ticketId}`;
    expect((await elsewhere.get(theirs)).body).toEqual({ code: 'LT-9002' });
    expect((await elsewhere.post(`${theirs}/steps`, { step: 'accept' })).body).toEqual({ code: 'LT-9002' });
  });

  it('questions: the product answers until the property writes its own, in one community', async () => {
    const { server, kiosk, staff } = await openDesk(openBooks);
    const asked = async () =>
      (await kiosk.call<{ questions: Question[] }>('GET', '/kiosk/v1/questions')).body.questions;
    expect(await asked()).toHaveLength(DEFAULT_QUESTIONS.length);
    const words = { 'zh-CN': '周末有人吗？', en: 'Is anybody there at weekends?' };
    const url = `/admin/v1/communities/${server.estate.communityId}/questions`;
    expect((await staff.put(url, { questions: [{ question: words, answer: words }] })).status).toBe(200);
    expect(await asked()).toMatchObject([{ question: { ...words, 'zh-TW': '週末有人嗎？' } }]);
    expect((await staff.put(url, { questions: [] })).body).toMatchObject({ code: 'LT-9001' });
    const elsewhere = await logInStaff(server, ['business-admin'], []);
    expect((await elsewhere.get(url)).body).toEqual({ code: 'LT-9002' });
  });
});
