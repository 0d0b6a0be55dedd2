import type { RefundStateOfPayment } from '@louting/server/contract/admin-api';
import type { RefundRow, RefundState } from '@louting/server/contract/refunds-api';
import { Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

const COLOURS: Readonly<Record<RefundState, string>> = {
  REQUESTED: 'gold',
  APPROVING: 'gold',
  APPROVED: 'processing',
  PROCESSING: 'processing',
  SUCCEEDED: 'success',
  FAILED: 'error',
  UNKNOWN: 'warning',
  REJECTED: 'default',
};

export function RefundStateTag({ refund }: { refund: Pick<RefundRow, 'state' | 'returned'> }): ReactElement {
  const { t } = useTranslation();
  if (refund.returned) return <Tag>{t('refund.returned')}</Tag>;
  return <Tag color={COLOURS[refund.state]}>{t(`refund.state.${refund.state}`)}</Tag>;
}

const PAYMENT_COLOURS: Readonly<Record<RefundStateOfPayment, string>> = {
  REFUNDING: 'gold',
  PARTLY_REFUNDED: 'purple',
  REFUNDED: 'purple',
};

/** What became of a payment by its refunds. */
export function PaymentRefundTag({ state }: { state: RefundStateOfPayment | undefined }): ReactElement | null {
  const { t } = useTranslation();
  return state ? (
    <Tag color={PAYMENT_COLOURS[state]} variant="outlined">
      {t(`payment.refund.${state}`)}
    </Tag>
  ) : null;
}
