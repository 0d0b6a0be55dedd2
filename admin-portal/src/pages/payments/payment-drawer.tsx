import { businessTime } from '@louting/common/clock';
import { formatYuan } from '@louting/common/money';
import type { PaymentDetail } from '@louting/server/contract/admin-api';
import { Alert, Descriptions, Drawer, Skeleton, Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePayment } from '../../api/queries.ts';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { InvoicesOfPayment } from '../invoices/invoice-request.tsx';
import { MethodName, OrderStateTag } from '../order-tags.tsx';
import { ReceiptPaper } from '../receipts/receipt-paper.tsx';
import { PaymentRefundTag } from '../refunds/refund-tags.tsx';
import { RefundsOfPayment } from '../refunds/refunds-of-payment.tsx';

export function PaymentDrawer({
  orderId,
  onClose,
}: {
  orderId: string | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const payment = usePayment(orderId);
  return (
    <Drawer
      open={orderId !== undefined}
      onClose={onClose}
      size={640}
      destroyOnHidden
      title={
        payment.data ? (
          <>
            {t('payment.title')} <span className="digits">{payment.data.reference}</span>
          </>
        ) : (
          t('payment.title')
        )
      }
      extra={
        payment.data && (
          <>
            <OrderStateTag state={payment.data.state} />
            <PaymentRefundTag state={payment.data.refundState} />
          </>
        )
      }
    >
      {payment.isError && <FailedToLoad error={payment.error} onRetry={() => void payment.refetch()} />}
      {payment.isPending && <Skeleton active />}
      {payment.data && <PaymentFacts payment={payment.data} />}
    </Drawer>
  );
}

function PaymentFacts({ payment }: { payment: PaymentDetail }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const localised = useLocalised();
  const { permissions } = useLoggedInStaff();
  const room = `${payment.roomLabel} ${payment.payerMasked}`;
  const trouble = payment.exception ?? payment.failureCode;

  return (
    <div className="stack">
      {trouble && (
        <Alert
          showIcon
          type={payment.exception ? 'warning' : 'info'}
          title={words(trouble)}
          description={words(trouble) === trouble ? undefined : trouble}
        />
      )}
      <Descriptions
        column={2}
        size="small"
        bordered
        items={[
          {
            key: 'room',
            label: t('payments.room'),
            span: 2,
            children: permissions.includes('households.view') ? (
              <Link to={`/rooms/${payment.roomId}`}>{room}</Link>
            ) : (
              room
            ),
          },
          { key: 'community', label: t('payment.community'), children: localised(payment.communityName) },
          { key: 'kiosk', label: t('payments.kiosk'), children: payment.kioskNumber },
          { key: 'method', label: t('payments.method'), children: <MethodName method={payment.method} /> },
          { key: 'amount', label: t('payments.amount'), children: <Money amount={payment.amountFen} /> },
          { key: 'created', label: t('payment.createdAt'), children: businessTime(payment.createdAt) },
          { key: 'paid', label: t('payment.paidAt'), children: payment.paidAt ? businessTime(payment.paidAt) : '–' },
          {
            key: 'channel',
            label: t('payment.channelReference'),
            span: 2,
            children: <span className="digits">{payment.channelReference ?? '–'}</span>,
          },
          ...(payment.card ? cardFacts(payment.card, t) : []),
        ]}
      />
      {payment.receivedFen > 0 && <Allocations payment={payment} />}
      {payment.receivedFen > 0 && permissions.includes('refunds.view') && <RefundsOfPayment payment={payment} />}
      {payment.notes.length > 0 && (
        <section>
          <h2>{t('payment.notes')}</h2>
          <ul className="notes">
            {payment.notes.map((note) => (
              <li key={note.denominationFen}>
                ¥{formatYuan(note.denominationFen).replace('.00', '')} × {note.count}
              </li>
            ))}
          </ul>
        </section>
      )}
      {payment.state === 'SUCCEEDED' && permissions.includes('invoices.view') && (
        <InvoicesOfPayment orderId={payment.orderId} reference={payment.reference} />
      )}
      {payment.receiptNumber && permissions.includes('receipts.view') && (
        <section>
          <h2>{t('payments.receipt')}</h2>
          <ReceiptPaper receiptNumber={payment.receiptNumber} />
        </section>
      )}
    </div>
  );
}

/** As a card slip says it: with these the acquirer finds the sale. */
function cardFacts(
  { cardMasked, terminalId, batch, trace }: NonNullable<PaymentDetail['card']>,
  t: (key: string) => string,
): { key: string; label: string; children: ReactElement }[] {
  const facts = { card: cardMasked, terminal: terminalId, batch, trace };
  return Object.entries(facts).map(([name, value]) => ({
    key: name,
    label: t(`payment.slip.${name}`),
    children: <span className="digits">{value || '–'}</span>,
  }));
}

/** What the money paid; the last row is what was received, so that staff see that it adds up. */
function Allocations({ payment }: { payment: PaymentDetail }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  return (
    <section>
      <h2>{t('payment.allocations')}</h2>
      <Table
        size="small"
        pagination={false}
        rowKey="billId"
        dataSource={payment.allocations}
        locale={{ emptyText: t('payment.noAllocations') }}
        columns={[
          { title: t('bill.item'), render: (_, row) => localised(row.itemName) },
          {
            title: t('bill.period'),
            render: (_, row) => <span className="digits">{`${row.periodFrom} ~ ${row.periodTo}`}</span>,
          },
          { title: t('payment.allocated'), align: 'right', render: (_, row) => <Money amount={row.amountFen} /> },
        ]}
        summary={() => (
          <>
            {payment.toPrepaymentFen > 0 && (
              <Table.Summary.Row>
                <Table.Summary.Cell index={0} colSpan={2}>
                  {t('payment.toPrepayment')}
                </Table.Summary.Cell>
                <Table.Summary.Cell index={2} align="right">
                  <Money amount={payment.toPrepaymentFen} />
                </Table.Summary.Cell>
              </Table.Summary.Row>
            )}
            <Table.Summary.Row className="sum-row">
              <Table.Summary.Cell index={0} colSpan={2}>
                {t('payments.received')}
              </Table.Summary.Cell>
              <Table.Summary.Cell index={2} align="right">
                <Money amount={payment.receivedFen} />
              </Table.Summary.Cell>
            </Table.Summary.Row>
          </>
        )}
      />
    </section>
  );
}
