import { businessTime } from '@louting/common/clock';
import type { Deposit } from '@louting/server/contract/cash-api';
import { Button, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useDeposits } from './cash-queries.ts';
import { DepositDialog } from './deposit-dialog.tsx';

/** Bank slips: which money of which bags went to the bank when. */
export function DepositsTab(): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { communityId } = useCommunity();
  const { permissions } = useLoggedInStaff();
  const { page, change } = useFilter([]);
  const deposits = useDeposits({ communityId, ...page });
  const [adding, setAdding] = useState(false);
  const columns: NonNullable<TableProps<Deposit>['columns']> = [
    {
      title: t('cash.depositedOn'),
      width: 120,
      render: (_, row) => <span className="digits">{row.depositedOn}</span>,
    },
    {
      title: t('cash.slip'),
      width: 160,
      render: (_, row) => <span className="digits">{row.slipNumber}</span>,
    },
    {
      title: t('cash.amount'),
      width: 130,
      align: 'right',
      render: (_, row) => <Money amount={row.amountFen} />,
    },
    {
      title: t('payment.community'),
      width: 160,
      render: (_, row) => localised(row.communityName),
    },
    {
      title: t('cash.bags'),
      render: (_, row) => row.seals.map((seal) => <Tag key={seal}>{seal}</Tag>),
    },
    {
      title: t('cash.registeredBy'),
      width: 230,
      render: (_, row) => (
        <>
          {row.registeredBy} <span className="quiet digits">{businessTime(row.registeredAt)}</span>
        </>
      ),
    },
  ];
  return (
    <section className="panel">
      {permissions.includes('cash.collect') && (
        <div className="filters">
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('cash.addDeposit')}
          </Button>
        </div>
      )}
      <RowsTable
        answer={deposits}
        page={page}
        onPage={change}
        columns={columns}
        rowKey={(row) => row.depositId}
        emptyWords={t('cash.noDeposits')}
        width={1000}
      />
      {adding && <DepositDialog onClose={() => setAdding(false)} />}
    </section>
  );
}
