import type { InvoiceRowView } from '@louting/server/contract/invoices-api';
import { Button, Form, Input, Radio } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { FormDialog } from '../form-dialog.tsx';
import { useInvoices, useRequestInvoice } from './invoice-queries.ts';
import { InvoiceKindTag, InvoiceStateTag } from './invoice-tags.tsx';

interface Fields {
  readonly kind: 'personal' | 'company';
  readonly name?: string;
  readonly taxNumber?: string;
  readonly email?: string;
}

/** Invoices of one payment, and the way to ask for one. */
export function InvoicesOfPayment({ orderId, reference }: { orderId: string; reference: string }): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const invoices = useInvoices({ search: reference, page: 1, pageSize: 20 });
  const rows = invoices.data?.rows ?? [];
  const live = rows.some((row) => row.kind === 'blue' && row.state !== 'REJECTED' && row.state !== 'RED_ISSUED');
  return (
    <section>
      <h2>{t('page.invoices')}</h2>
      {rows.map((row: InvoiceRowView) => (
        <p key={row.invoiceId}>
          <InvoiceKindTag kind={row.kind} /> <InvoiceStateTag state={row.state} />{' '}
          <Link to={`/invoices?search=${encodeURIComponent(reference)}`}>{row.invoiceNumber ?? row.buyerShown}</Link>
        </p>
      ))}
      {!live && invoices.data && permissions.includes('invoices.manage') && <RequestInvoice orderId={orderId} />}
    </section>
  );
}

function RequestInvoice({ orderId }: { orderId: string }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('invoice.ask')}</Button>
      {open && <RequestDialog orderId={orderId} onClose={() => setOpen(false)} />}
    </>
  );
}

function RequestDialog({ orderId, onClose }: { orderId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form);
  const request = useRequestInvoice(orderId);
  const required = { required: true, message: t('login.required') };

  const ask = ({ kind: buyerKind, name, taxNumber, email }: Fields) => {
    const buyer =
      buyerKind === 'company'
        ? { kind: buyerKind, name: name ?? '', taxNumber: taxNumber ?? '' }
        : { kind: buyerKind, ...(name ? { name } : {}) };
    request.mutate({ buyer, ...(email ? { email } : {}) }, { onSuccess: onClose });
  };

  return (
    <FormDialog
      title={t('invoice.ask')}
      okText={t('invoice.ask')}
      form={form}
      saving={request}
      onClose={onClose}
      initialValues={{ kind: 'personal' }}
      onFinish={ask}
    >
      <Form.Item name="kind" label={t('invoice.buyer')}>
        <Radio.Group
          options={[
            { value: 'personal', label: t('invoice.buyer.personal') },
            { value: 'company', label: t('invoice.buyer.company') },
          ]}
        />
      </Form.Item>
      <Form.Item name="name" label={t('invoice.buyerName')} rules={kind === 'company' ? [required] : []}>
        <Input maxLength={100} placeholder={kind === 'company' ? '' : t('invoice.ownerByDefault')} />
      </Form.Item>
      {kind === 'company' && (
        <Form.Item name="taxNumber" label={t('invoice.taxNumber')} rules={[required]}>
          <Input maxLength={32} className="digits" />
        </Form.Item>
      )}
      <Form.Item name="email" label={t('invoice.email')} rules={[{ type: 'email', message: t('invoice.emailWrong') }]}>
        <Input maxLength={254} />
      </Form.Item>
    </FormDialog>
  );
}
