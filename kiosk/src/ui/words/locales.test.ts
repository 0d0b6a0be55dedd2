import { FAILURE_CODES } from '@louting/common/failure-codes';
import { describe, expect, it } from 'vitest';
import enFailures from '../../../../assets/locales/en/failures.json';
import enKiosk from '../../../../assets/locales/en/kiosk.json';
import enVoice from '../../../../assets/locales/en/voice.json';
import zhFailures from '../../../../assets/locales/zh-CN/failures.json';
import zhKiosk from '../../../../assets/locales/zh-CN/kiosk.json';
import zhVoice from '../../../../assets/locales/zh-CN/voice.json';
import twFailures from '../../../../assets/locales/zh-TW/failures.json';
import twKiosk from '../../../../assets/locales/zh-TW/kiosk.json';
import twVoice from '../../../../assets/locales/zh-TW/voice.json';
import { ownerWords } from './i18n.ts';

const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });

type Words = { readonly [key: string]: string | Words };

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

/** Keys a screen puts together from a value of its model. */
const chosenByValue = [
  ...['wechat-qr', 'alipay-qr', 'payer-code', 'cash', 'bank-card'].flatMap((method) => [
    `methodName.${method}`,
    `method.${method}`,
  ]),
  ...['wechat-qr', 'alipay-qr'].map((method) => `qr.${method}`),
  ...['not-taken', 'returned', 'kept-as-prepayment', 'being-verified'].map((money) => `failure.${money}`),
  ...['starting', 'present-card', 'card-read', 'enter-pin', 'asking-bank', 'stopping', 'cancel-there'].flatMap(
    (stage) => [`bankCard.${stage}`, `bankCardMore.${stage}`],
  ),
  ...['day', 'night', 'contrast'].map((theme) => `settings.${theme}`),
];

const chinese = flatten(zhKiosk);
const others = [
  ['zh-TW', flatten(twKiosk)],
  ['en', flatten(enKiosk)],
] as const;
/** The characters of Big5 proper, which has no simplified ones. */
function traditionalCharacters(): ReadonlySet<string> {
  const big5 = new TextDecoder('big5');
  const leads = Array.from({ length: 0xf9 - 0xa1 + 1 }, (_, index) => 0xa1 + index).filter(
    (lead) => lead < 0xc7 || lead > 0xc8,
  );
  const trails = [
    ...Array.from({ length: 63 }, (_, index) => 0x40 + index),
    ...Array.from({ length: 94 }, (_, index) => 0xa1 + index),
  ];
  return new Set(leads.flatMap((lead) => trails.map((trail) => big5.decode(Uint8Array.of(lead, trail)))));
}

describe('words for failure codes', () => {
  it.each([
    ['zh-CN', zhFailures],
    ['zh-TW', twFailures],
    ['en', enFailures],
  ])('%s has words for every code and for no other', (_language, failures) => {
    expect(Object.keys(failures).sort()).toEqual(Object.keys(FAILURE_CODES).sort());
  });

  it.each(Object.keys(FAILURE_CODES))(
    '%s says what happened and what to do, in every language, never as a bare code',
    (code) => {
      for (const language of ['zh-CN', 'zh-TW', 'en'] as const) {
        const { title, action } = ownerWords(code, language);
        expect(title).not.toMatch(/LT-|错误|錯誤|非法|异常|異常|error|invalid|fail/i);
        expect(action).not.toMatch(/管理员|管理員|administrator/i);
        expect(title.length).toBeGreaterThan(2);
        expect(action.length).toBeGreaterThan(2);
      }
    },
  );

  it('a code of a newer service reads like the unexpected failure', () => {
    expect(ownerWords('LT-2999', 'en')).toEqual(ownerWords('LT-9999', 'en'));
  });
});

describe('words of the screens', () => {
  it.each(others)('%s has the same keys with the same places for names and amounts', (_language, words) => {
    expect([...words.keys()].sort()).toEqual([...chinese.keys()].sort());
    for (const [key, text] of chinese)
      expect([key, placeholders(words.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  it('what is only spoken has the same sentences with the same places in every language, and each is used', () => {
    const spoken = flatten({ say: zhVoice.say });
    for (const other of [twVoice, enVoice]) {
      const words = flatten({ say: other.say });
      expect([...words.keys()].sort()).toEqual([...spoken.keys()].sort());
      for (const [key, text] of spoken)
        expect([key, placeholders(words.get(key) ?? '')]).toEqual([key, placeholders(text)]);
    }
    const code = Object.values(sources).join('\n');
    expect([...spoken.keys()].filter((key) => !code.includes(`'${key}'`))).toEqual([]);
  });

  it('the traditional words have no simplified character left in them', () => {
    const known = traditionalCharacters();
    const left = [...flatten(twKiosk), ...flatten(twFailures), ...flatten(twVoice)]
      .map(([key, text]) => [key, (text.match(/\p{Script=Han}/gu) ?? []).filter((one) => !known.has(one)).join('')])
      .filter(([, unknown]) => unknown !== '');
    expect(left).toEqual([]);
  });

  it('every line is used by a screen, and every screen asks only for lines that exist', () => {
    const code = Object.entries(sources)
      .filter(([path]) => !path.includes('.test.') && !path.includes('/gallery/'))
      .map(([, text]) => text)
      .join('\n');
    const literal = [...code.matchAll(/'([a-zA-Z]+\.[a-zA-Z-]+)'/g)].map(([, key]) => key ?? '');
    const used = new Set([...literal.filter((key) => chinese.has(key)), ...chosenByValue]);
    expect([...chinese.keys()].filter((key) => !used.has(key))).toEqual([]);
    expect(chosenByValue.filter((key) => !chinese.has(key))).toEqual([]);
  });

  it('owners are spoken to, not administered', () => {
    for (const [key, text] of chinese)
      expect([key, text]).toEqual([key, expect.not.stringMatching(/进行|操作错误|待支付|请联系管理员/)]);
  });
});
