import type { Collection } from '@louting/server/contract/cash-api';
import { fen } from '@louting/common/money';
import { Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { noteName } from './note-bars.tsx';

type Result = NonNullable<Collection['result']>;

/** Value by value, what the books say and what was in the bag. */
export function CollectionResult({ result }: { result: Result }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <div className="cash-figures">
        <Figure label={t('cash.booked')} amount={result.bookedFen} />
        <Figure label={t('cash.counted')} amount={result.countedFen} />
        {result.shortFen > 0 && <Figure label={t('cash.kind.CASH_SHORT')} amount={result.shortFen} tone="owed" />}
        {result.overFen > 0 && <Figure label={t('cash.kind.CASH_OVER')} amount={result.overFen} />}
        {result.foundFen > 0 && <Figure label={t('cash.foundNotes')} amount={result.foundFen} />}
        {result.shortFen === 0 && result.overFen === 0 && <Tag color="success">{t('cash.agrees')}</Tag>}
      </div>
      <Table
        size="small"
        pagination={false}
        rowKey="denominationFen"
        dataSource={result.rows}
        locale={{ emptyText: t('cash.emptyBag') }}
        columns={[
          {
            title: t('cash.value'),
            render: (_, row) => <span className="digits">{noteName(row.denominationFen)}</span>,
          },
          { title: t('cash.booked'), align: 'right', dataIndex: 'booked' },
          { title: t('cash.counted'), align: 'right', dataIndex: 'counted' },
          {
            title: t('cash.foundNotes'),
            align: 'right',
            render: (_, row) => (row.found === 0 ? <span className="quiet">–</span> : row.found),
          },
          {
            title: t('cash.difference'),
            align: 'right',
            render: (_, row) => {
              const difference = row.counted - row.booked - row.found;
              const amount = fen(difference * row.denominationFen);
              return difference === 0 ? (
                <span className="quiet">–</span>
              ) : (
                <Money amount={amount} tone={difference < 0 ? 'owed' : undefined} />
              );
            },
          },
        ]}
      />
      <ul className="cash-counts">
        {result.counts.map((count) => (
          <li key={count.name}>
            {count.name} <Money amount={count.totalFen} />
          </li>
        ))}
      </ul>
      {result.slipNumber && <p className="quiet">{t('cash.bankedWith', { slip: result.slipNumber })}</p>}
    </div>
  );
}

function Figure({
  label,
  amount,
  tone,
}: {
  label: string;
  amount: Result['bookedFen'];
  tone?: 'owed' | undefined;
}): ReactElement {
  return (
    <div>
      <span className="quiet">{label}</span>
      <b>
        <Money amount={amount} tone={tone} />
      </b>
    </div>
  );
}
