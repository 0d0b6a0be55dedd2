import { businessTime } from '@louting/common/clock';
import type { RefundRow, RefundState } from '@louting/server/contract/refunds-api';
import { Input, Segmented, Select, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money, yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { RefundDrawer } from './refund-drawer.tsx';
import { useRefunds } from './refund-queries.ts';
import { RefundStateTag } from './refund-tags.tsx';
import { TimeLimit } from './time-limit.tsx';

const STATES: readonly RefundState[] = [
  'REQUESTED',
  'APPROVING',
  'APPROVED',
  'PROCESSING',
  'UNKNOWN',
  'FAILED',
  'SUCCEEDED',
  'REJECTED',
];

/** Refunds, those that wait for a person longest first. */
export function RefundsPage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search', 'state', 'waiting', 'refund']);
  const { refund: openRefund, ...asked } = filter;
  const refunds = useRefunds({ communityId, ...asked, ...page });
  const totals = refunds.data?.totals;

  return (
    <>
      <PageHeading title={t('page.refunds')} hint={t('refunds.hint')}>
        <dl className="totals" aria-live="polite">
          <div>
            <dt>{t('refunds.open', { count: totals?.open ?? 0 })}</dt>
            <dd className="money">{totals ? yuan(totals.openFen) : '–'}</dd>
          </div>
          <div>
            <dt>{t('refunds.overdue')}</dt>
            <dd className="money">{totals?.overdue ?? '–'}</dd>
          </div>
          <div>
            <dt>{t('refunds.paid')}</dt>
            <dd className="money">{totals ? yuan(totals.paidFen) : '–'}</dd>
          </div>
        </dl>
      </PageHeading>
      <section className="panel">
        <div className="filters" role="search">
          <Segmented
            aria-label={t('refunds.waiting')}
            value={filter.waiting ?? 'all'}
            options={[
              { value: 'all', label: t('refunds.waiting.all') },
              { value: 'person', label: t('refunds.waiting.person') },
              { value: 'overdue', label: t('refunds.waiting.overdue') },
            ]}
            onChange={(waiting) => change({ waiting: waiting === 'all' ? undefined : waiting })}
          />
          <Input.Search
            allowClear
            className="filter-search"
            aria-label={t('refunds.search')}
            placeholder={t('refunds.search')}
            defaultValue={filter.search}
            maxLength={64}
            onSearch={(search) => change({ search: search.trim() })}
          />
          <Select
            allowClear
            className="filter-choice"
            aria-label={t('payments.state')}
            placeholder={t('payments.state')}
            value={filter.state}
            options={STATES.map((state) => ({ value: state, label: t(`refund.state.${state}`) }))}
            onChange={(state?: string) => change({ state })}
          />
        </div>
        <RowsTable
          answer={refunds}
          page={page}
          onPage={change}
          columns={useRefundColumns()}
          rowKey={(row) => row.refundId}
          onOpen={(row) => change({ ...page, refund: row.refundId })}
          emptyWords={t('refunds.empty')}
          width={1070}
        />
      </section>
      <RefundDrawer refundId={openRefund} onClose={() => change({ ...page, refund: undefined })} />
    </>
  );
}

function useRefundColumns(): NonNullable<TableProps<RefundRow>['columns']> {
  const { t } = useTranslation();
  return [
    {
      title: t('refund.reference'),
      width: 120,
      render: (_, row) => <span className="digits">{row.reference}</span>,
    },
    {
      title: t('payments.state'),
      width: 130,
      render: (_, row) => <RefundStateTag refund={row} />,
    },
    {
      title: t('refund.amount'),
      width: 120,
      align: 'right',
      render: (_, row) => <Money amount={row.amountFen} />,
    },
    {
      title: t('payments.room'),
      width: 190,
      render: (_, row) => (
        <>
          {row.roomLabel} <span className="quiet">{row.payerMasked}</span>
        </>
      ),
    },
    { title: t('refund.reason'), width: 130, render: (_, row) => t(`refund.reason.${row.reason}`) },
    { title: t('refund.route'), width: 100, render: (_, row) => t(`refund.route.${row.route}`) },
    {
      title: t('refund.approvals'),
      width: 90,
      align: 'center',
      render: (_, row) => <span className="digits">{`${row.approvals} / ${row.approvalsNeeded}`}</span>,
    },
    { title: t('refund.dueAt'), width: 150, render: (_, row) => <TimeLimit refund={row} /> },
    {
      title: t('refund.requestedAt'),
      width: 168,
      render: (_, row) => <span className="digits">{businessTime(row.requestedAt)}</span>,
    },
  ];
}
