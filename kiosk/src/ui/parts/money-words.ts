import { fen, formatYuan } from '@louting/common/money';
import type { Language } from '../../screens.ts';

/** An amount inside a sentence. */
export function sayMoney(value: number, language: Language): string {
  const figures = formatYuan(fen(value));
  return language === 'en' ? `¥${figures}` : `${figures} 元`;
}
