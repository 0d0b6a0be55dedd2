import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../screens.ts';
import { NUMERALS, saySlot, type Slot } from './numerals.ts';
import { sentenceOf } from './sentences.ts';

function heard(slot: Slot, language: Language): string {
  const texts = saySlot(slot, NUMERALS[language]).map((clip) => {
    const text = sentenceOf(clip, language)?.text;
    if (text === undefined) throw new Error(`${clip} says nothing in ${language}`);
    return text;
  });
  return texts.join(language === 'en' ? ' ' : '');
}

describe('amounts as people say them', () => {
  it.each([
    [0, '零元', 'zero yuan'],
    [4, '四分', 'four fen'],
    [20, '两角', 'twenty fen'],
    [200, '两元', 'two yuan'],
    [1_000, '十元', 'ten yuan'],
    [1_205, '十二元零五分', 'twelve yuan and five fen'],
    [11_000, '一百一十元', 'one hundred and ten yuan'],
    [20_000, '二百元', 'two hundred yuan'],
    [28_040, '二百八十元四角', 'two hundred and eighty yuan and forty fen'],
    [28_641, '二百八十六元四角一分', 'two hundred and eighty six yuan and forty one fen'],
    [100_505, '一千零五元零五分', 'one thousand and five yuan and five fen'],
    [202_000, '两千零二十元', 'two thousand and twenty yuan'],
    [1_000_500, '一万零五元', 'ten thousand and five yuan'],
    [2_001_000, '两万零一十元', 'twenty thousand and ten yuan'],
    [12_000_000, '十二万元', 'one hundred and twenty thousand yuan'],
    [99_999_999, '九十九万九千九百九十九元九角九分', null],
  ])('%i fen: %s, %s', (fen, chinese, english) => {
    expect(heard({ fen }, 'zh-CN')).toBe(chinese);
    if (english !== null) expect(heard({ fen }, 'en')).toBe(english);
  });

  it('any amount up to 999,999.99 is heard as the same amount in every language', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (fen) => {
        expect(understandChinese(heard({ fen }, 'zh-CN'))).toBe(fen);
        expect(understandChinese(heard({ fen }, 'zh-TW'))).toBe(fen);
        expect(understandEnglish(heard({ fen }, 'en'))).toBe(fen);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('counts, days and times', () => {
  it.each<[Slot, string, string]>([
    [{ count: 2 }, '两', 'two'],
    [{ figure: 2 }, '二', 'two'],
    [{ count: 12 }, '十二', 'twelve'],
    [{ date: '2026-11-30' }, '十一月三十日', 'the thirtieth of November'],
    [{ date: '2027-02-02' }, '二月二日', 'the second of February'],
    [{ seconds: 150 }, '两分钟三十秒', 'two minutes thirty seconds'],
    [{ seconds: 60 }, '一分钟', 'one minute'],
    [{ seconds: 1 }, '一秒', 'one second'],
    [{ seconds: 0 }, '零秒', 'zero seconds'],
  ])('%j: %s, %s', (slot, chinese, english) => {
    expect(heard(slot, 'zh-CN')).toBe(chinese);
    expect(heard(slot, 'en')).toBe(english);
  });
});

/** Listeners who know nothing of how the sentence was put together. */
function understandChinese(text: string): number {
  const match = /^(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?$/.exec(text.replaceAll('兩', '两').replaceAll('萬', '万'));
  if (!match) throw new Error(`cannot be understood: ${text}`);
  const [, yuan = '', jiao = '', fen = ''] = match;
  return chineseNumber(yuan) * 100 + chineseNumber(jiao) * 10 + chineseNumber(fen);
}

function chineseNumber(text: string): number {
  let total = 0;
  let group = 0;
  let digit = 0;
  for (const character of text) {
    const place = { 十: 10, 百: 100, 千: 1_000 }[character];
    if (character === '万') {
      total += (group + digit) * 10_000;
      group = 0;
      digit = 0;
    } else if (place !== undefined) {
      group += (digit === 0 ? 1 : digit) * place;
      digit = 0;
    } else {
      digit = character === '两' ? 2 : '零一二三四五六七八九'.indexOf(character);
    }
  }
  return total + group + digit;
}

const ENGLISH_WORDS = [
  ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'.split(' '),
  ...'seventeen eighteen nineteen'.split(' '),
];
const ENGLISH_TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function understandEnglish(text: string): number {
  let whole = 0;
  let thousands = 0;
  let group = 0;
  for (const word of text.split(' ')) {
    if (word === 'yuan') {
      whole = (thousands + group) * 100;
      thousands = 0;
      group = 0;
    } else if (word === 'fen') return whole + group;
    else if (word === 'thousand') {
      thousands = group * 1_000;
      group = 0;
    } else if (word === 'hundred') group *= 100;
    else if (ENGLISH_TENS.includes(word)) group += (ENGLISH_TENS.indexOf(word) + 2) * 10;
    else if (word !== 'and') group += ENGLISH_WORDS.indexOf(word);
  }
  return whole;
}
