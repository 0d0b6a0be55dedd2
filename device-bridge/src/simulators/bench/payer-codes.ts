import type { PayerCodeSource } from '../config.ts';

/** The code a phone app shows now: a fresh one where its source issues them. */
export async function freshPayerCode(sources: readonly PayerCodeSource[], index: number): Promise<string> {
  const source = sources[index];
  if (!source) throw new RangeError(`there is no payer code source ${index}`);
  if (source.code !== undefined) return source.code;
  if (source.issueUrl === undefined) throw new RangeError(`payer code source ${index} has neither code nor issueUrl`);
  const response = await fetch(source.issueUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(source.wish),
    signal: AbortSignal.timeout(5_000),
  });
  const issued = (await response.json()) as { code?: unknown };
  if (!response.ok || typeof issued.code !== 'string') throw new Error('the phone app issued no code');
  return issued.code;
}
