import type { PaymentDetail } from '@louting/server/contract/admin-api';
import { Button } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useRefundsOfPayment } from './refund-queries.ts';
import { RefundRequestDialog } from './refund-request-dialog.tsx';
import { RefundStateTag } from './refund-tags.tsx';

/** Refunds of one payment, and the way to ask for one. */
export function RefundsOfPayment({ payment }: { payment: PaymentDetail }): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const [asking, setAsking] = useState(false);
  const refunds = useRefundsOfPayment(payment.orderId);
  const rows = refunds.data?.rows ?? [];
  const mayAsk = permissions.includes('refunds.request') && payment.refundedFen < payment.receivedFen;
  return (
    <section className="lines">
      <h2>{t('payment.refunds')}</h2>
      {rows.map((row) => (
        <p key={row.refundId}>
          <RefundStateTag refund={row} /> <Money amount={row.amountFen} />{' '}
          <Link to={`/refunds?refund=${row.refundId}`} className="digits">
            {row.reference}
          </Link>
        </p>
      ))}
      {mayAsk && <Button onClick={() => setAsking(true)}>{t('refund.request')}</Button>}
      {asking && <RefundRequestDialog orderId={payment.orderId} onClose={() => setAsking(false)} />}
    </section>
  );
}
