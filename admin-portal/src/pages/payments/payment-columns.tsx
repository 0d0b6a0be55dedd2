import { businessTime } from '@louting/common/clock';
import type { PaymentRow } from '@louting/server/contract/admin-api';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { FailureTag, MethodName, OrderStateTag } from '../order-tags.tsx';
import { PaymentRefundTag } from '../refunds/refund-tags.tsx';

/** @param withRoom false on the page of one room */
export function usePaymentColumns(withRoom = true): NonNullable<TableProps<PaymentRow>['columns']> {
  const { t } = useTranslation();
  const columns: NonNullable<TableProps<PaymentRow>['columns']> = [
    {
      title: t('payments.time'),
      width: 168,
      render: (_, row) => <span className="digits">{businessTime(row.createdAt)}</span>,
    },
    { title: t('payments.reference'), width: 120, render: (_, row) => <span className="digits">{row.reference}</span> },
    {
      title: t('payments.room'),
      width: 190,
      render: (_, row) => (
        <>
          {row.roomLabel} <span className="quiet">{row.payerMasked}</span>
        </>
      ),
    },
    { title: t('payments.method'), width: 110, render: (_, row) => <MethodName method={row.method} /> },
    {
      title: t('payments.amount'),
      width: 120,
      align: 'right',
      render: (_, row) => <Money amount={row.amountFen} tone="quiet" />,
    },
    {
      title: t('payments.received'),
      width: 120,
      align: 'right',
      render: (_, row) =>
        row.receivedFen === 0 ? <span className="quiet">–</span> : <Money amount={row.receivedFen} />,
    },
    {
      title: t('payments.state'),
      width: 150,
      render: (_, row) => (
        <>
          <OrderStateTag state={row.state} />
          <PaymentRefundTag state={row.refundState} />
          {row.exception && <FailureTag code={row.exception} tone="orange" />}
        </>
      ),
    },
    { title: t('payments.kiosk'), width: 80, render: (_, row) => row.kioskNumber },
    {
      title: t('payments.receipt'),
      width: 160,
      render: (_, row) => <span className="digits">{row.receiptNumber ?? ''}</span>,
    },
  ];
  return withRoom ? columns : columns.filter((column) => column.title !== t('payments.room'));
}
