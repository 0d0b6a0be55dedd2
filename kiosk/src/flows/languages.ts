import type { Localised as ToldWords } from '@louting/server/contract/kiosk-api';
import type { Localised } from '../screens.ts';

/** A server of before traditional characters, or what was kept from it, has none: the simplified ones are read too. */
export function inEachLanguage(words: ToldWords): Localised {
  return { ...words, 'zh-TW': words['zh-TW'] ?? words['zh-CN'] };
}
