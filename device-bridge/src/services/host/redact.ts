/** What a card, a code or a receipt says is its owner's business: the log gets its size and nothing more. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'chipData',
  'uid',
  'probes',
  'commands',
  'answers',
  'barcodeData',
  'data',
  'fields',
  'trace',
  'appData',
  'cardMasked',
]);

/** A payload as it may stand in a log. */
export function redacted(payload: unknown): unknown {
  if (Array.isArray(payload)) return payload.map(redacted);
  if (typeof payload !== 'object' || payload === null) return payload;
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, SECRET_FIELDS.has(name) ? sizeOf(value) : redacted(value)]),
  );
}

function sizeOf(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  return typeof value === 'string' ? `[${value.length} characters]` : `[${Object.keys(value).length} fields]`;
}
