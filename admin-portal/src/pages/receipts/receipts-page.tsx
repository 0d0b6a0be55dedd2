import { businessTime } from '@louting/common/clock';
import type { ReceiptRow } from '@louting/server/contract/admin-api';
import { DatePicker, Drawer, Input, Tag, type TableProps } from 'antd';
import dayjs from 'dayjs';
import { useCallback, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useReceipts } from '../../api/queries.ts';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { MethodName } from '../order-tags.tsx';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { PrintReceipts } from './print-receipts.tsx';
import { ReceiptPaper } from './receipt-paper.tsx';

/** As many receipts the server prints at once. */
const MOST_AT_ONCE = 100;

export function ReceiptsPage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search', 'from', 'to']);
  const [openReceipt, setOpenReceipt] = useState<string | undefined>(undefined);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const forgetChosen = useCallback(() => setChosen([]), []);
  const receipts = useReceipts({ communityId, ...filter, ...page });

  const columns: NonNullable<TableProps<ReceiptRow>['columns']> = [
    {
      title: t('payments.receipt'),
      width: 190,
      render: (_, row) => <span className="digits">{row.receiptNumber}</span>,
    },
    {
      title: t('receipts.issuedAt'),
      width: 170,
      render: (_, row) => <span className="digits">{businessTime(row.issuedAt)}</span>,
    },
    {
      title: t('payments.room'),
      width: 200,
      render: (_, row) => (
        <>
          {row.roomLabel} <span className="quiet">{row.payerMasked}</span>
        </>
      ),
    },
    { title: t('receipts.total'), width: 130, align: 'right', render: (_, row) => <Money amount={row.totalFen} /> },
    { title: t('payments.method'), width: 120, render: (_, row) => <MethodName method={row.method} /> },
    { title: t('payments.kiosk'), width: 90, render: (_, row) => row.kioskNumber },
    {
      title: t('receipts.copies'),
      width: 110,
      render: (_, row) =>
        row.copies === 0 ? (
          <span className="quiet">–</span>
        ) : (
          <Tag color="blue">{t('receipt.copiesShort', { count: row.copies })}</Tag>
        ),
    },
  ];

  return (
    <>
      <PageHeading title={t('page.receipts')} hint={t('receipts.hint')}>
        <PrintReceipts
          receiptNumbers={chosen.slice(0, MOST_AT_ONCE)}
          words={t('receipts.print', { count: Math.min(chosen.length, MOST_AT_ONCE) })}
          onPrinted={forgetChosen}
        />
      </PageHeading>
      <section className="panel">
        <div className="filters" role="search">
          <Input.Search
            allowClear
            className="filter-search"
            aria-label={t('receipts.search')}
            placeholder={t('receipts.search')}
            defaultValue={filter.search}
            maxLength={64}
            onSearch={(search) => change({ search: search.trim() })}
          />
          <DatePicker.RangePicker
            aria-label={t('receipts.dates')}
            value={[filter.from ? dayjs(filter.from) : null, filter.to ? dayjs(filter.to) : null]}
            onChange={(_, [from, to]) => change({ from, to })}
          />
        </div>
        <RowsTable
          answer={receipts}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(row) => row.receiptNumber}
          chosen={{ keys: chosen, change: setChosen }}
          onOpen={(row) => setOpenReceipt(row.receiptNumber)}
          emptyWords={t('receipts.empty')}
          width={1000}
        />
      </section>
      <Drawer
        open={openReceipt !== undefined}
        onClose={() => setOpenReceipt(undefined)}
        size={480}
        destroyOnHidden
        title={
          <>
            {t('payments.receipt')} <span className="digits">{openReceipt}</span>
          </>
        }
      >
        {openReceipt && <ReceiptPaper receiptNumber={openReceipt} />}
      </Drawer>
    </>
  );
}
