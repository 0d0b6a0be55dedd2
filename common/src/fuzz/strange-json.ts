/** What a hand, a bad disk or an enemy puts where another value is expected. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  '0',
  '\u0000',
  '../../../etc/passwd',
  'x'.repeat(5_000),
  0,
  -1,
  0.5,
  2 ** 53,
  1e308,
  [],
  [[[[]]]],
  [null],
  {},
  { length: -1 },
  { constructor: {}, prototype: {} },
];

/** The same JSON with one value in it replaced; the bytes say which and by what. Without bytes it stays as it is. */
export function strangeJson(json: unknown, data: Uint8Array): unknown {
  const [step, ...rest] = data;
  if (step === undefined) return json;
  const inside = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  const name = inside[step % (inside.length + 1)];
  if (name === undefined) return STRANGE[(rest[0] ?? 0) % STRANGE.length];
  const child = strangeJson((json as Record<string, unknown>)[name], Uint8Array.from(rest));
  return Array.isArray(json) ? json.with(Number(name), child) : { ...(json as object), [name]: child };
}
