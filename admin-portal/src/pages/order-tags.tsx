import type { PaymentMethod, PaymentOrderState } from '@louting/server/contract/kiosk-api';
import { Tag, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureWords } from '../words/failure-words.ts';

const COLOURS: Readonly<Record<PaymentOrderState, string>> = {
  CREATED: 'default',
  PENDING: 'processing',
  SUCCEEDED: 'success',
  FAILED: 'error',
  CLOSED: 'default',
  UNKNOWN: 'warning',
};

export function OrderStateTag({ state }: { state: PaymentOrderState }): ReactElement {
  const { t } = useTranslation();
  return <Tag color={COLOURS[state]}>{t(`order.${state}`)}</Tag>;
}

export function MethodName({ method }: { method: PaymentMethod }): ReactElement {
  const { t } = useTranslation();
  return <>{t(`method.${method}`)}</>;
}

/** The code as staff can quote it, with its words at hand. */
export function FailureTag({ code, tone = 'red' }: { code: string; tone?: string }): ReactElement {
  const words = useFailureWords();
  return (
    <Tooltip title={words(code)}>
      <Tag color={tone} variant="outlined">
        {code}
      </Tag>
    </Tooltip>
  );
}
