import { fen } from '@louting/common/money';
import type { ChangeRow } from '@louting/server/contract/reconciliation-changes-api';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../../money/money.tsx';

/** `6000` → `0.6 %` */
export function rateWords(millionths: number): string {
  return `${(millionths / 10_000).toFixed(4).replace(/\.?0+$/, '')} %`;
}

/** @returns a function that says what a change would make of what */
export function useChangeWords(): (row: Pick<ChangeRow, 'change' | 'about'>) => string {
  const { t } = useTranslation();
  return ({ change, about }) => {
    switch (change.kind) {
      case 'channel-fee-rule':
        return `${t(`channel.${change.channel}`)} ${change.name} ${rateWords(change.rateMillionths)} ± ${yuan(
          fen(change.toleranceFen),
        )} · ${t('rules.from', { date: change.fromDate })}`;
      case 'bank-fee-rule':
        return `${change.name} ${yuan(fen(change.feeFen))} · ${t('rules.from', { date: change.fromDate })}`;
      case 'posting-rule':
        return `${t(`bank.class.${change.class}`)} → ${change.accountCode} · ${t('rules.from', { date: change.fromDate })}`;
      case 'bank-account':
        return `${change.bank} ${change.accountNumber} ${change.name}`;
      case 'line-class':
        return `${about.date ?? ''} ${about.amountFen === undefined ? '' : yuan(about.amountFen)} → ${t(
          `bank.class.${change.class}`,
        )}`;
      case 'give-up-day':
        return `${about.channel === undefined ? '' : t(`channel.${about.channel}`)} ${about.date ?? ''}`;
      default:
        return change.month;
    }
  };
}
