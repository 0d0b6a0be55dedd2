import type { MonthRow } from '@louting/server/contract/reconciliation-api';
import { Empty } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';

/** What each channel brought in: by the books, and under it by the channel's own files. */
export function ReceivedBars({ rows }: { rows: readonly MonthRow[] }): ReactElement {
  const { t } = useTranslation();
  const most = Math.max(...rows.flatMap((row) => [row.receivedFen, row.fileReceivedFen]), 0);
  if (most === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('month.empty')} />;
  const width = (amount: number) => `${((amount / most) * 100).toFixed(1)}%`;
  return (
    <dl className="received-bars">
      {rows.map((row) => (
        <div key={row.channel}>
          <dt>{t(`channel.${row.channel}`)}</dt>
          <dd>
            <i className="bar-books" style={{ inlineSize: width(row.receivedFen) }} />
            <i className="bar-file" style={{ inlineSize: width(row.fileReceivedFen) }} />
          </dd>
          <dd>
            <Money amount={row.receivedFen} />
          </dd>
        </div>
      ))}
      <div className="bars-legend quiet">
        <i className="bar-books" /> {t('month.books')} <i className="bar-file" /> {t('month.file')}
      </div>
    </dl>
  );
}
