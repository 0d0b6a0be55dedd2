import { businessTime } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import type { InvoiceRowView } from '@louting/server/contract/invoices-api';
import { Input, Segmented, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money, yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { InvoiceDrawer } from './invoice-drawer.tsx';
import { useInvoices } from './invoice-queries.ts';
import { InvoiceKindTag, InvoiceStateTag } from './invoice-tags.tsx';

const STATES = ['ISSUING', 'ISSUED', 'RED_REQUIRED', 'RED_ISSUED', 'REJECTED'] as const;

export function InvoicesPage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search', 'state']);
  const [openId, setOpenId] = useState<string | undefined>(undefined);
  const invoices = useInvoices({ communityId, ...filter, ...page });
  const totals = invoices.data?.totals;

  const columns: NonNullable<TableProps<InvoiceRowView>['columns']> = [
    { title: t('invoice.kind'), width: 90, render: (_, row) => <InvoiceKindTag kind={row.kind} /> },
    {
      title: t('invoice.number'),
      width: 210,
      render: (_, row) => <span className="digits">{row.invoiceNumber ?? '–'}</span>,
    },
    { title: t('invoice.buyer'), width: 200, render: (_, row) => row.buyerShown },
    {
      title: t('invoice.amount'),
      width: 130,
      align: 'right',
      render: (_, row) => <Money amount={row.kind === 'red' ? fen(0 - row.amountFen) : row.amountFen} />,
    },
    { title: t('invoice.state'), width: 110, render: (_, row) => <InvoiceStateTag state={row.state} /> },
    { title: t('payments.room'), width: 170, render: (_, row) => row.roomLabel },
    {
      title: t('invoice.requestedAt'),
      width: 240,
      render: (_, row) => (
        <>
          <span className="digits">{businessTime(row.requestedAt)}</span>{' '}
          <span className="quiet">{t(`invoice.by.${row.requestedBy}`)}</span>
        </>
      ),
    },
  ];

  return (
    <>
      <PageHeading title={t('page.invoices')} hint={t('invoices.hint')}>
        <dl className="totals" aria-live="polite">
          <div>
            <dt>{t('invoices.sum')}</dt>
            <dd className="money">{totals ? yuan(totals.amountFen) : '–'}</dd>
          </div>
        </dl>
      </PageHeading>
      <section className="panel">
        <div className="filters" role="search">
          <Input.Search
            allowClear
            className="filter-search"
            aria-label={t('invoices.search')}
            placeholder={t('invoices.search')}
            defaultValue={filter.search}
            maxLength={64}
            onSearch={(search) => change({ search: search.trim() })}
          />
          <Segmented
            value={filter.state ?? ''}
            onChange={(state) => change({ state })}
            options={[
              { value: '', label: t('invoices.all') },
              ...STATES.map((state) => ({ value: state, label: t(`invoice.state.${state}`) })),
            ]}
          />
        </div>
        <RowsTable
          answer={invoices}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(row) => row.invoiceId}
          onOpen={(row) => setOpenId(row.invoiceId)}
          emptyWords={t('invoices.empty')}
          width={1070}
        />
      </section>
      <InvoiceDrawer
        invoice={invoices.data?.rows.find((row) => row.invoiceId === openId)}
        onClose={() => setOpenId(undefined)}
      />
    </>
  );
}
