import { fen, formatYuan } from '@louting/common/money';
import type { Language } from '../../screens.ts';

/** An amount inside a sentence; the figures and their unit never part at the end of a line. */
export function sayMoney(value: number, language: Language): string {
  const figures = formatYuan(fen(value));
  return language === 'en' ? `¥${figures}` : `${figures}\u00a0元`;
}
