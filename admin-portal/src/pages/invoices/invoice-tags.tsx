import type { InvoiceRowView } from '@louting/server/contract/invoices-api';
import { Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

const COLOURS: Readonly<Record<InvoiceRowView['state'], string>> = {
  REQUESTED: 'processing',
  ISSUING: 'processing',
  ISSUED: 'success',
  RED_REQUIRED: 'warning',
  RED_ISSUED: 'default',
  REJECTED: 'error',
};

export function InvoiceStateTag({ state }: { state: InvoiceRowView['state'] }): ReactElement {
  const { t } = useTranslation();
  return <Tag color={COLOURS[state]}>{t(`invoice.state.${state}`)}</Tag>;
}

/** A red invoice takes money back: its mark is as red as its name. */
export function InvoiceKindTag({ kind }: { kind: InvoiceRowView['kind'] }): ReactElement {
  const { t } = useTranslation();
  return <Tag color={kind === 'red' ? 'red' : 'blue'}>{t(`invoice.kind.${kind}`)}</Tag>;
}
