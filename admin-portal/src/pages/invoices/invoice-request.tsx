import type { InvoiceRowView } from '@louting/server/contract/invoices-api';
import { App, Button, Form, Input, Modal, Radio } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RequestFailure } from '../../api/client.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useFailureWords } from '../../words/failure-words.ts';
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
  const { message } = App.useApp();
  const words = useFailureWords();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form);
  const request = useRequestInvoice(orderId);

  const ask = ({ kind: buyerKind, name, taxNumber, email }: Fields) => {
    const buyer =
      buyerKind === 'company'
        ? { kind: buyerKind, name: name ?? '', taxNumber: taxNumber ?? '' }
        : { kind: buyerKind, ...(name ? { name } : {}) };
    request.mutate(
      { buyer, ...(email ? { email } : {}) },
      {
        onSuccess: () => setOpen(false),
        onError: (error) => {
          void message.error(error instanceof RequestFailure ? words(error.code) : String(error));
        },
      },
    );
  };

  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('invoice.ask')}</Button>
      <Modal
        open={open}
        title={t('invoice.ask')}
        okText={t('invoice.ask')}
        confirmLoading={request.isPending}
        onCancel={() => setOpen(false)}
        onOk={() => form.submit()}
        destroyOnHidden
      >
        <Form<Fields> form={form} layout="vertical" initialValues={{ kind: 'personal' }} onFinish={ask}>
          <Form.Item name="kind">
            <Radio.Group
              options={[
                { value: 'personal', label: t('invoice.buyer.personal') },
                { value: 'company', label: t('invoice.buyer.company') },
              ]}
            />
          </Form.Item>
          <Form.Item name="name" label={t('invoice.buyerName')} rules={[{ required: kind === 'company' }]}>
            <Input maxLength={100} placeholder={kind === 'company' ? '' : t('invoice.ownerByDefault')} />
          </Form.Item>
          {kind === 'company' && (
            <Form.Item name="taxNumber" label={t('invoice.taxNumber')} rules={[{ required: true }]}>
              <Input maxLength={32} className="digits" />
            </Form.Item>
          )}
          <Form.Item name="email" label={t('invoice.email')} rules={[{ type: 'email' }]}>
            <Input maxLength={254} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
