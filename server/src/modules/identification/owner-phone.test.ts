import { newId } from '@louting/common/ids';
import { expect, it } from 'vitest';
import { ORIGIN, startTestServer, type TestKiosk, type TestServer } from '../../app/testing/test-server.ts';
import type { Showing, ShowingState } from '../../contract/identification-api.ts';
import { describeOnEachDatabase } from '../../storage/test-storages.ts';

const PHONE = '13812341234';
const MINUTE = 60_000;

async function show(kiosk: TestKiosk) {
  const showingId = newId();
  const { body } = await kiosk.call<Showing>('POST', '/kiosk/v1/showings', { showingId });
  const state = async () => (await kiosk.call<ShowingState>('GET', `/kiosk/v1/showings/${showingId}`)).body;
  return { ...body, showingId, path: body.pageUrl.slice(ORIGIN.length), state };
}

/** A phone with its cookie. */
function phone(server: TestServer, cookie = '') {
  let kept = cookie;
  const ask = async (method: 'GET' | 'POST', url: string, form: Record<string, string> = {}) => {
    const payload = method === 'POST' ? new URLSearchParams(form).toString() : '';
    const headers = {
      ...(kept === '' ? {} : { cookie: kept }),
      ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    };
    const answer = await server.app.inject({ method, url, headers, payload });
    const set = answer.headers['set-cookie'];
    if (set !== undefined) [kept = ''] = String(set).split(';');
    return { status: answer.statusCode, text: answer.body, set: String(set ?? '') };
  };
  return { ask, cookie: () => kept };
}

async function prove(server: TestServer, path: string) {
  const own = phone(server);
  const page = await own.ask('POST', `${path}/phone`, { phone: '138 1234 1234' });
  const codeId = /name="codeId" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  await expect.poll(() => server.messages.some(({ messageId }) => messageId === codeId)).toBe(true);
  const code = server.messages.find(({ messageId }) => messageId === codeId)?.code ?? '';
  const proved = await own.ask('POST', `${path}/code`, { phone: PHONE, codeId, code });
  return { ...own, codeId, code, proved };
}

const wrong = (page: string, number: string) =>
  [...page.matchAll(/name="number" value="(\d+)"/g)].map((match) => match[1]).find((each) => each !== number) ?? '';

describeOnEachDatabase('the owner’s own phone', (openBooks) => {
  it('is proved once, says where the kiosk stands, and opens it once; the next time one touch is enough', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk, elsewhere] = server.kiosks;
    const first = await show(kiosk);
    expect(await first.state()).toEqual({ state: 'waiting' });
    const own = await prove(server, first.path);
    expect(own.proved.status).toBe(303);
    expect(own.proved.set).toMatch(/^louting-phone=[\w-]+; Max-Age=7776000; Path=\/w; HttpOnly; SameSite=Lax$/);
    expect(own.cookie()).not.toContain(PHONE);
    const page = await own.ask('GET', first.path);
    for (const words of ['翠湖花园', 'K001 号亭', '您正站在这台机器前吗', '138****1234'])
      expect(page.text).toContain(words);
    expect((await own.ask('POST', `${first.path}/open`, { number: first.number })).text).toContain('请看机器屏幕');
    const opened = await first.state();
    expect(opened).toMatchObject({ state: 'identified', identification: { homes: [{}, {}] } });
    const elsewhereSees = await elsewhere.call('GET', `/kiosk/v1/showings/${first.showingId}`);
    expect(elsewhereSees.body, 'another kiosk').toEqual({ state: 'ended' });
    expect((await own.ask('POST', `${first.path}/open`, { number: first.number })).status, 'used').toBe(404);

    const second = await show(elsewhere);
    expect((await own.ask('POST', `${second.path}/open`, { number: second.number })).status).toBe(200);
    expect(await second.state()).toMatchObject({ state: 'identified' });
    const trail = await server.storage.db
      .selectFrom('audit_event')
      .select('detail_json')
      .where('action', '=', 'identify')
      .execute();
    expect(trail.map(({ detail_json }) => JSON.parse(detail_json) as unknown)).toContainEqual({
      way: 'owner-phone',
      subject: '138****1234',
      result: 'ok',
      address: '127.0.0.1',
    });
  });

  it('who does not see the kiosk cannot open it: a wrong number ends the code', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const shown = await show(kiosk);
    const own = await prove(server, shown.path);
    const page = await own.ask('GET', shown.path);
    const answer = await own.ask('POST', `${shown.path}/open`, { number: wrong(page.text, shown.number) });
    expect(answer.status).toBe(409);
    expect(await shown.state()).toEqual({ state: 'ended' });
    expect((await own.ask('POST', `${shown.path}/open`, { number: shown.number })).status).toBe(404);
  });

  it('codes end with their time, with the next one, and when the kiosk stops showing them; forged ones never were', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const own = phone(server);
    const gone = [await show(kiosk), await show(kiosk), await show(kiosk)] as const;
    await kiosk.call('DELETE', `/kiosk/v1/showings/${gone[2].showingId}`);
    for (const { path, state } of gone) {
      expect((await own.ask('GET', path)).status).toBe(404);
      expect(await state()).toEqual({ state: 'ended' });
    }
    const late = await show(kiosk);
    expect((await own.ask('GET', late.path)).status).toBe(200);
    const forged = `${late.path.slice(0, -4)}AAAA`;
    expect((await own.ask('GET', forged)).status).toBe(404);
    expect((await own.ask('GET', `/w/${newId()}.${late.path.split('.')[1] ?? ''}`)).status).toBe(404);
    server.clock.pass(3 * MINUTE);
    expect((await own.ask('GET', late.path)).status).toBe(404);
  });

  it('a cookie that is forged, altered, too old or forgotten proves nothing', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const own = await prove(server, (await show(kiosk)).path);
    const token = own.cookie();
    const asks = async (cookie: string) => (await phone(server, cookie).ask('GET', (await show(kiosk)).path)).text;
    expect(await asks(token)).toContain('您正站在这台机器前吗');
    const flipped = `${token.slice(0, -3)}${token.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    for (const cookie of ['louting-phone=', 'louting-phone=AAAA', `louting-phone=${PHONE}`, flipped]) {
      expect(await asks(cookie)).toContain('您登记的手机号');
    }
    const forgetting = phone(server, token);
    await forgetting.ask('POST', `${(await show(kiosk)).path}/forget`);
    expect(await asks(token), 'forgotten here, whatever the phone still has').toContain('您登记的手机号');
  });

  it('a code of one page proves nothing at the kiosk or on another page', async () => {
    const server = await startTestServer(await openBooks());
    const [kiosk] = server.kiosks;
    const { codeId, code } = await prove(server, (await show(kiosk)).path);
    const claim = { way: 'phone-code', codeId, code };
    expect((await kiosk.call('POST', '/kiosk/v1/identifications', claim)).body.code).toBe('LT-1011');
    const other = phone(server);
    const answer = await other.ask('POST', `${(await show(kiosk)).path}/code`, { phone: PHONE, codeId, code });
    expect([answer.status, answer.set]).toEqual([409, '']);
  });
});
