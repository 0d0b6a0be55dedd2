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
  put<T = Record<string, unknown>>(path: string, body: object): Promise<Answer<T>>;
  /** Sends a form with its fields first and one file `file` last. */
  upload<T = Record<string, unknown>>(
    path: string,
    fields: Readonly<Record<string, string>>,
    file: { readonly name: string; readonly bytes: Buffer },
  ): Promise<Answer<T>>;
  /** What is no JSON. */
  download(path: string): Promise<{ readonly status: number; readonly text: string; readonly contentType: string }>;
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
  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object | Buffer, type?: string) => {
    const once = () =>
      server.app.inject({
        method,
        url,
        headers: { ...headers, ...(type !== undefined && { 'content-type': type }) },
        ...(payload && { payload }),
      });
    const answer = await once();
    if (!answer.body.includes('LT-6003')) return answer;
    // A test passes hours in a moment: people log in again.
    headers = await logIn();
    return once();
  };
  const send = async <T>(...asked: Parameters<typeof ask>): Promise<Answer<T>> => {
    const answer = await ask(...asked);
    return { status: answer.statusCode, body: JSON.parse(answer.body || '{}') };
  };
  return {
    staffId,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    upload: (path, fields, file) =>
      send('POST', path, formOf(fields, file), `multipart/form-data; boundary=${BOUNDARY}`),
    download: async (path) => {
      const { statusCode, body, headers: told } = await ask('GET', path);
      return { status: statusCode, text: body, contentType: String(told['content-type']) };
    },
  };
}

const BOUNDARY = 'louting-test-form';

function formOf(fields: Readonly<Record<string, string>>, file: { name: string; bytes: Buffer }): Buffer {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(parts.join('') + head), file.bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}
