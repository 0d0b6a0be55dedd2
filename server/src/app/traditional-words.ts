import type { FastifyInstance } from 'fastify';

type Convert = (text: string) => string;
let converter: Promise<Convert> | undefined;

/** The dictionaries take 23 MB, so they are read when the first kiosk is answered. */
async function loadConverter(): Promise<Convert> {
  const [{ ConverterFactory }, from, to] = await Promise.all([
    import('opencc-js/core'),
    import('opencc-js/from/cn'),
    import('opencc-js/to/tw'),
  ]);
  return ConverterFactory(from.default, to.default);
}

/** Staff type Chinese names once, in simplified characters; the traditional ones are added to what kiosks are told. */
export function addTraditionalWords(app: FastifyInstance): void {
  app.addHook('preSerialization', async (_request, _reply, payload) => {
    converter ??= loadConverter();
    return withTraditional(payload, await converter);
  });
}

/** Adds `zh-TW` to all words in `value` that are there in Chinese and English. */
export function withTraditional(value: unknown, convert: Convert): unknown {
  if (Array.isArray(value)) return value.map((one) => withTraditional(one, convert));
  if (typeof value !== 'object' || value === null) return value;
  const chinese = 'zh-CN' in value && 'en' in value ? value['zh-CN'] : undefined;
  if (typeof chinese === 'string') return { ...value, 'zh-TW': convert(chinese) };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTraditional(inner, convert)]));
}
