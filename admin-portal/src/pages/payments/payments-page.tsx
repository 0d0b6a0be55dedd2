import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { usePayments } from '../../api/queries.ts';
import { yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { PaymentDrawer } from './payment-drawer.tsx';
import { usePaymentColumns } from './payment-columns.tsx';

const STATES = ['SUCCEEDED', 'PENDING', 'UNKNOWN', 'FAILED', 'CLOSED', 'CREATED'] as const;
const METHODS = ['wechat-qr', 'alipay-qr', 'payer-code', 'cash', 'bank-card'] as const;

export function PaymentsPage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search', 'state', 'method', 'from', 'to', 'kioskId']);
  const [openOrder, setOpenOrder] = useState<string | undefined>(undefined);
  // Who searches for a number wants it from whenever; who just looks wants the last weeks.
  const from = filter.from ?? (filter.search ? undefined : dayjs().subtract(30, 'day').format('YYYY-MM-DD'));
  const payments = usePayments({ communityId, ...filter, from, ...page });
  const columns = usePaymentColumns();
  const totals = payments.data?.totals;

  return (
    <>
      <PageHeading title={t('page.payments')} hint={t('payments.hint')}>
        <dl className="totals" aria-live="polite">
          <div>
            <dt>{t('payments.totalReceived')}</dt>
            <dd className="money">{totals ? yuan(totals.receivedFen) : '–'}</dd>
          </div>
          <div>
            <dt>{t('payments.totalSucceeded')}</dt>
            <dd className="money">{totals?.succeeded ?? '–'}</dd>
          </div>
        </dl>
      </PageHeading>
      <section className="panel">
        <div className="filters" role="search">
          <Input.Search
            allowClear
            className="filter-search"
            aria-label={t('payments.search')}
            placeholder={t('payments.search')}
            defaultValue={filter.search}
            maxLength={64}
            onSearch={(search) => change({ search: search.trim() })}
          />
          <DatePicker.RangePicker
            allowEmpty={[true, true]}
            aria-label={t('payments.dates')}
            value={[from ? dayjs(from) : null, filter.to ? dayjs(filter.to) : null]}
            onChange={(days) => change({ from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD') })}
          />
          <Select
            allowClear
            className="filter-choice"
            aria-label={t('payments.state')}
            placeholder={t('payments.state')}
            value={filter.state}
            options={STATES.map((state) => ({ value: state, label: t(`order.${state}`) }))}
            onChange={(state?: string) => change({ state })}
          />
          <Select
            allowClear
            className="filter-choice"
            aria-label={t('payments.method')}
            placeholder={t('payments.method')}
            value={filter.method}
            options={METHODS.map((method) => ({ value: method, label: t(`method.${method}`) }))}
            onChange={(method?: string) => change({ method })}
          />
        </div>
        <RowsTable
          answer={payments}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(row) => row.orderId}
          onOpen={(row) => setOpenOrder(row.orderId)}
          emptyWords={t('payments.empty')}
          width={1070}
        />
      </section>
      <PaymentDrawer orderId={openOrder} onClose={() => setOpenOrder(undefined)} />
    </>
  );
}
