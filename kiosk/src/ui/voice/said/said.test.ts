import { describe, expect, it } from 'vitest';
import type { Language, ScreenModel } from '../../../screens.ts';
import { SAMPLE_FRAME, SAMPLES } from '../../gallery/samples.ts';
import { partsOf } from '../pieces.ts';
import { say } from '../say.ts';
import { sentenceOf } from '../sentences.ts';
import { saidOn } from './said.ts';

const LANGUAGES: readonly Language[] = ['zh-CN', 'zh-TW', 'en'];
const ALOUD = { language: 'zh-CN', speaksAmounts: true } as const;

function model(name: string, frame: Partial<typeof SAMPLE_FRAME> = {}): ScreenModel {
  const sample = SAMPLES.find((each) => each.name === name);
  if (!sample) throw new Error(`no sample ${name}`);
  return { ...SAMPLE_FRAME, ...sample.frame, ...frame, ...sample.screen };
}

/** The words of clips; a clip cut from a sentence with slots is named after it. */
function wordsOf(clips: readonly string[], language: Language): string {
  return clips
    .map((clip) => {
      const whole = sentenceOf(clip, language)?.text;
      if (whole !== undefined) return whole;
      const key = clip.slice(0, clip.lastIndexOf('.'));
      const part = partsOf(key, sentenceOf(key, language)?.text ?? '').find(
        (each) => 'clip' in each && each.clip === clip,
      );
      return part && 'text' in part ? part.text : `?${clip}?`;
    })
    .join(language === 'en' ? ' ' : '');
}

function heard(name: string, frame: Partial<typeof SAMPLE_FRAME> = {}): string {
  return saidOn(model(name, frame))
    .lines.map(({ phrases }) => wordsOf(say(phrases, ALOUD), 'zh-CN'))
    .join('|');
}

describe('what is said on a screen', () => {
  it.each(SAMPLES.map(({ name }) => name))('%s: something, in every language, and no clip is without words', (name) => {
    for (const language of LANGUAGES) {
      for (const speaksAmounts of [true, false]) {
        const { lines, choices } = saidOn(model(name, { language, sound: { volume: 2, dark: true, speaksAmounts } }));
        expect(lines.length, 'lines').toBeGreaterThan(0);
        for (const { phrases } of [...lines, ...choices]) {
          const clips = say(phrases, { language, speaksAmounts });
          expect(clips.length).toBeGreaterThan(0);
          expect(wordsOf(clips, language)).not.toMatch(/\?[a-z]|\{\{|undefined/);
          if (!speaksAmounts) expect(clips.filter((clip) => /^unit\.(yuan|jiao|fen)$/.test(clip))).toEqual([]);
        }
      }
    }
  });

  it.each([
    ['bills', '您好，要缴九百三十八元两角，一共三笔。|按绿色的大按钮缴费。'],
    ['cash', '要缴二百八十六元四角|请把纸币一张一张放进来。不找零，多出的钱记到您的账上。'],
    ['success', '缴好了收到二百八十六元四角下次十二月三十日前缴|收据正在打印'],
    ['nothing-owed', '您好，费用都缴清了。账上还存着一百二十三元五角下次十二月三十日前缴'],
    ['top-up-amount-typed', '请按数字，再按绿色的大按钮。|现在是三百五十元'],
  ])('%s: %s', (name, words) => {
    expect(heard(name)).toBe(words);
  });

  it.each([
    ['method', '现金放纸币，可以找零'],
    ['method-bank-card', '现金放纸币，不找零'],
  ])('%s: what becomes of the change, before cash is chosen', (name, words) => {
    const { choices } = saidOn(model(name));
    expect(choices.map(({ phrases }) => wordsOf(say(phrases, ALOUD), 'zh-CN'))).toContain(words);
  });

  it('each note in the box is counted aloud, and what is still missing', () => {
    expect(heard('cash-offline')).toContain('已放入二百元，还差八十六元四角');
  });

  it('a failure says what happened, where the money is, what to do, in this order', () => {
    const failure = SAMPLES.find(({ screen }) => screen.screen === 'failure');
    const clips = say(
      saidOn(model(failure?.name ?? '')).lines.flatMap(({ phrases }) => phrases),
      ALOUD,
    );
    expect(clips.map((clip) => clip.replace(/^LT-\d+/, 'code').replace(/^failure\..*/, 'money'))).toEqual([
      'code.title',
      'money',
      'code.action',
    ]);
  });

  it('help and "still there?" come before everything else', () => {
    expect(heard('still-there')).toMatch(/^还在吗/);
    expect(heard('bills', { help: 'received' })).toMatch(/^管理处知道了/);
  });

  it('a code of a newer service is spoken like the unexpected failure', () => {
    const clips = say([{ key: 'LT-2999.title' }], ALOUD);
    expect(clips).toEqual(['LT-9999.title']);
  });

  it('names, rooms, phones, codes and numbers of slips have no way into a spoken line', () => {
    const personal = /张\*|欧阳|1201|2801|8800|7Q4M|5HX2|K01/;
    for (const { name } of SAMPLES) {
      const { lines, choices } = saidOn(model(name));
      expect(JSON.stringify([lines, choices.map(({ phrases }) => phrases)])).not.toMatch(personal);
    }
  });
});
