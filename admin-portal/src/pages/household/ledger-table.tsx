import { businessTime } from '@louting/common/clock';
import type { LedgerRow } from '@louting/server/contract/admin-api';
import { Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';

/** Newest first for the eye; balances were counted oldest first by the server. */
export function LedgerTable({ rows }: { rows: readonly LedgerRow[] }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  return (
    <Table<LedgerRow>
      size="middle"
      rowKey={(row) => `${row.entryId}-${row.lineNumber}`}
      dataSource={rows.toReversed()}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 980 }}
      locale={{ emptyText: t('ledger.empty') }}
      columns={[
        {
          title: t('payments.time'),
          width: 170,
          render: (_, row) => <span className="digits">{businessTime(row.at)}</span>,
        },
        { title: t('ledger.event'), render: (_, row) => t(`event.${row.event}`, { defaultValue: row.event }) },
        {
          title: t('ledger.account'),
          width: 230,
          render: (_, row) => (
            <>
              <span className="digits quiet">{row.accountCode}</span> {localised(row.accountName)}
            </>
          ),
        },
        {
          title: t('ledger.debit'),
          width: 120,
          align: 'right',
          render: (_, row) => (row.debitFen === 0 ? '' : <Money amount={row.debitFen} />),
        },
        {
          title: t('ledger.credit'),
          width: 120,
          align: 'right',
          render: (_, row) => (row.creditFen === 0 ? '' : <Money amount={row.creditFen} />),
        },
        {
          title: t('ledger.balance'),
          width: 130,
          align: 'right',
          render: (_, row) => <Money amount={row.balanceFen} />,
        },
      ]}
    />
  );
}
