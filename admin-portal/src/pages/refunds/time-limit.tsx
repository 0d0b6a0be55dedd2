import { businessTime } from '@louting/common/clock';
import type { RefundRow } from '@louting/server/contract/refunds-api';
import { Tag, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { durationWords } from '../kiosks/duration-words.ts';

/** How long the person whose turn it is still has, or is over time. */
export function TimeLimit({ refund }: { refund: Pick<RefundRow, 'dueAt' | 'escalated'> }): ReactElement {
  const { t } = useTranslation();
  const { dueAt } = refund;
  if (dueAt === undefined) return <span className="quiet">–</span>;
  const left = dueAt - Date.now();
  const over = left < 0 || refund.escalated;
  return (
    <Tooltip title={businessTime(dueAt)}>
      <Tag color={over ? 'error' : left < 4 * 3_600_000 ? 'warning' : 'default'}>
        {t(over ? 'refund.over' : 'refund.left', { duration: durationWords(Math.abs(left), t) })}
      </Tag>
    </Tooltip>
  );
}
