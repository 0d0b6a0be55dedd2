import { formatYuan, type Fen } from '@louting/common/money';
import type { ReactElement } from 'react';

/** `1234567` → `¥12,345.67`: always two decimals, thousands grouped. */
export function yuan(amount: Fen): string {
  const [whole = '', cents = ''] = formatYuan(amount).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return grouped.startsWith('-') ? `-¥${grouped.slice(1)}.${cents}` : `¥${grouped}.${cents}`;
}

export function Money({ amount, tone }: { amount: Fen; tone?: 'owed' | 'quiet' | undefined }): ReactElement {
  return <span className={`money${tone ? ` money-${tone}` : ''}`}>{yuan(amount)}</span>;
}
