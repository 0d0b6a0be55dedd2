import { newId } from '@louting/common/ids';
import type { Role, Staff } from '../../contract/admin-api.ts';
import { hashPassword } from '../../modules/staff/password.ts';
import { insertStaff } from '../../modules/staff/staff.store.ts';
import type { Answer, TestServer } from './test-server.ts';

const PASSWORD = 'correct-horse-battery-7';
let hash: Promise<string> | undefined;

export interface TestStaff {
  readonly staffId: string;
  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>>;
  post<T = Record<string, unknown>>(path: string, body: object): Promise<Answer<T>>;
}

/** Somebody of the portal, logged in, who sees the community of the server unless told otherwise. */
export async function logInStaff(
  server: TestServer,
  roles: readonly Role[],
  communityIds: readonly string[] = [server.estate.communityId],
): Promise<TestStaff> {
  hash ??= hashPassword(PASSWORD);
  const staffId = newId();
  const userName = `staff-${staffId}`;
  const passwordHash = await hash;
  await server.storage.transact((tx) =>
    insertStaff(tx, {
      staffId,
      userName,
      name: `员工${staffId.slice(-4)}`,
      roles,
      communityIds,
      passwordHash,
      createdAt: server.clock.now(),
    }),
  );
  const logIn = async () => {
    const payload = { userName, password: PASSWORD };
    const login = await server.app.inject({ method: 'POST', url: '/admin/v1/login', payload });
    if (login.statusCode !== 200) throw new Error(`log-in failed: ${login.body}`);
    const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
    return { cookie, 'x-csrf-token': login.json<Staff>().csrfToken };
  };
  let headers = await logIn();
  const send = async <T>(method: 'GET' | 'POST', url: string, payload?: object): Promise<Answer<T>> => {
    const ask = () => server.app.inject({ method, url, headers, ...(payload && { payload }) });
    let answer = await ask();
    // A test passes hours in a moment: people log in again.
    if (answer.body.includes('LT-6003')) {
      headers = await logIn();
      answer = await ask();
    }
    return { status: answer.statusCode, body: JSON.parse(answer.body || '{}') };
  };
  return {
    staffId,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
  };
}
