import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** One word for one thing (docs/glossary.md, docs/kiosk-design.md): these lost. */
const LOST = {
  'zh-CN': [
    ['缴', /交(?=费|钱|清|的钱)|缴纳|支付费用/],
    ['物业费', /物管/],
    ['收据, 凭条', /小票|收条|票根/],
  ],
  'zh-TW': [
    ['繳', /交(?=費|錢|清|的錢)|繳納/],
    ['物業費', /物管/],
    ['收據, 憑條', /小票|收條|票根/],
    ['求助', /「幫助」/],
  ],
} as const;

/** Whom owners ask has one name, and what takes time is being checked, not verified. */
const LOST_TO_OWNERS = {
  'zh-CN': [
    ['管理处', /物业服务中心|办公室|由物业/],
    ['核对', /核实|核销/],
    ['从哪里付的退回哪里', /原路/],
  ],
  'zh-TW': [
    ['管理處', /物業服務中心|辦公室|由物業/],
    ['核對', /核實|核銷/],
    ['從哪裡付的退回哪裡', /原路/],
  ],
} as const;

type Words = { readonly [key: string]: string | Words };

const root = new URL('../../../../', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Words;

function textsOf(words: Words, path = ''): (readonly [string, string])[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : textsOf(value, `${path}${key}.`),
  );
}

const lostIn = (
  texts: readonly (readonly [string, string])[],
  lost: readonly (readonly [string, RegExp])[],
): string[] =>
  texts.flatMap(([key, text]) =>
    lost.filter(([, word]) => word.test(text)).map(([instead]) => `${key}: ${text} (${instead})`),
  );

describe.each(['zh-CN', 'zh-TW'] as const)('in %s one thing has one word', (language) => {
  const kiosk = textsOf(read(`assets/locales/${language}/kiosk.json`));
  const heard = textsOf(read(`assets/locales/${language}/voice.json`));
  const failures = textsOf(read(`assets/locales/${language}/failures.json`));

  it('on every screen, in every failure and on the portal', () => {
    const portal = language === 'zh-CN' ? textsOf(read('admin-portal/src/locales/zh-CN.json')) : [];
    expect(lostIn([...kiosk, ...heard, ...failures, ...portal], LOST[language])).toEqual([]);
  });

  it('for owners, who know the office by one name', () => {
    const told = failures.filter(([key]) => key.includes('.owner.'));
    expect(told.length).toBeGreaterThan(300);
    expect(lostIn([...kiosk, ...heard, ...told], LOST_TO_OWNERS[language])).toEqual([]);
  });
});
