import { Converter } from 'opencc-js/t2cn';
import { pinyin } from 'pinyin-pro';

/** Hong Kong and Taiwan forms too: 張偉 → 张伟, 單元 → 单元. */
const toSimplified = Converter({ from: 't', to: 'cn' });
const HAN = /\p{Script=Han}/u;

/** One form for what people and banks write: full width to half, upper case, simplified, single spaces. */
export function normaliseText(text: string): string {
  const narrow = text.normalize('NFKC').toUpperCase().replaceAll(/\s+/g, ' ').trim();
  const joined = isSpacedOut(narrow) ? narrow.replaceAll(' ', '') : narrow;
  return HAN.test(joined) ? toSimplified(joined) : joined;
}

/** `8 - 1 - 2 6 0 2`: some banks set a space after every letter. */
function isSpacedOut(text: string): boolean {
  const words = text.split(' ');
  return words.length >= 6 && words.every((word) => word.length === 1);
}

/** A payer's name as the bank prints it, without titles, brackets and spaces between Chinese characters. */
export function normaliseName(name: string): string {
  const text = normaliseText(name).replaceAll(/\(.*?\)|（.*?）/g, '');
  const bare = HAN.test(text) ? text.replaceAll(/[\s·.,]/g, '') : text.replaceAll(/[.,]/g, ' ').replaceAll(/\s+/g, ' ');
  return bare.replace(/(先生|女士|小姐)$/, '').trim();
}

/** `王*伟`, `*小明`: some banks hide part of a private payer's name. */
export function isMasked(name: string): boolean {
  return /[*＊]/.test(name);
}

/** Whether a name the bank has masked can be this one. */
export function maskAllows(masked: string, name: string): boolean {
  const shown = Array.from(masked.replaceAll('＊', '*'));
  const letters = Array.from(name);
  return (
    shown.length === letters.length &&
    shown.some((letter) => letter !== '*') &&
    shown.every((letter, index) => letter === '*' || letter === letters[index])
  );
}

/** `张伟` → `ZHANGWEI`; `Zhang Wei` → `ZHANGWEI`. Surnames are read as surnames: 单 is SHAN, 曾 is ZENG. */
export function soundOf(name: string): string {
  if (!HAN.test(name)) return name.toUpperCase().replaceAll(/[^A-Z]/g, '');
  return pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true }).join('').toUpperCase();
}

/** `WEI ZHANG` as foreign banks write it: the family name last. @returns undefined for a name of one word */
export function soundFamilyNameLast(name: string): string | undefined {
  if (HAN.test(name)) return undefined;
  const words = name.split(/[\s,]+/).filter((word) => word !== '');
  return words.length < 2 ? undefined : soundOf([words.at(-1), ...words.slice(0, -1)].join(''));
}

/** How a payer's account is known again: banks mask differently, so a masked number counts only with its name. */
export function accountKey(account: string, name: string): string | undefined {
  const bare = account.normalize('NFKC').replaceAll(/[^0-9A-Za-z*]/g, '');
  if (bare.replaceAll('*', '').length < 4) return undefined;
  return bare.includes('*') ? `${bare}|${normaliseName(name)}` : bare;
}
