import type { TFunction } from 'i18next';
import type { Language, NextView } from '../../screens.ts';
import { sayDay } from '../words/dates.ts';
import { sayMoney } from './money-words.ts';

/** What has to be paid next: the rest of what is open, or the day of the next bill. */
export function nextWords({ leftFen, dueDate }: NextView, language: Language, t: TFunction): string {
  const day = dueDate === undefined ? undefined : sayDay(dueDate, language);
  if (leftFen === 0) return t('success.next', { day });
  const money = sayMoney(leftFen, language);
  return day === undefined ? t('success.left', { money }) : t('success.leftBy', { money, day });
}
