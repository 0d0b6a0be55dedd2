import type { Staff } from '@louting/server/contract/admin-api';
import { create, isAxiosError, type AxiosRequestConfig } from 'axios';

/** An expected refusal of the server: `code` is shown to staff in words, see `words/failure-words.ts`. */
export class RequestFailure extends Error {
  readonly code: string;
  readonly detail: string | undefined;

  constructor(code: string, detail?: string) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

const SERVER_UNREACHABLE = 'LT-5001';
export const LOGIN_HAS_ENDED = 'LT-6003';

const http = create({ baseURL: '/', timeout: 20_000, withCredentials: true });

let csrfToken = '';
let onLoginEnded: () => void = () => undefined;

export function rememberCsrfToken(staff: Staff): Staff {
  csrfToken = staff.csrfToken;
  return staff;
}

/** @param listener called when any answer says that the log-in has ended, by time or by someone else. */
export function whenLoginEnds(listener: () => void): void {
  onLoginEnded = listener;
}

type Query = Record<string, string | number | undefined>;

/**
 * @param background the page asks by itself, to stay fresh: such a request does not keep the log-in alive.
 * @throws RequestFailure
 */
export async function get<T>(path: string, query: Query = {}, background = false): Promise<T> {
  const params = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ''));
  return send<T>({ method: 'GET', url: path, params, headers: background ? { 'x-background': '1' } : {} });
}

/** @throws RequestFailure */
export async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return send<T>({ method: 'POST', url: path, data: body, headers: { 'x-csrf-token': csrfToken } });
}

/**
 * Sends a form with a file. The answer comes when the file has been read to its end, however long that takes.
 * @param onProgress of what has been sent, from 0 to 1
 * @throws RequestFailure
 */
export async function upload<T>(path: string, form: FormData, onProgress: (share: number) => void): Promise<T> {
  return send<T>({
    method: 'POST',
    url: path,
    data: form,
    headers: { 'x-csrf-token': csrfToken },
    timeout: 0,
    onUploadProgress: ({ progress }) => onProgress(progress ?? 0),
  });
}

/** @throws RequestFailure */
export async function put<T>(path: string, body: unknown): Promise<T> {
  return send<T>({ method: 'PUT', url: path, data: body, headers: { 'x-csrf-token': csrfToken } });
}

async function send<T>(request: AxiosRequestConfig): Promise<T> {
  try {
    const answer = await http.request<T>(request);
    return answer.data;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === LOGIN_HAS_ENDED) onLoginEnded();
    throw failure;
  }
}

function failureOf(error: unknown): RequestFailure {
  if (!isAxiosError<{ code?: string; detail?: string }>(error)) throw error;
  if (!error.response) return new RequestFailure(SERVER_UNREACHABLE);
  const { code, detail } = error.response.data ?? {};
  return new RequestFailure(code ?? 'LT-9999', detail);
}
