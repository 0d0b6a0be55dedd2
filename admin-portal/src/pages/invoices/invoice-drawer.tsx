import { businessTime } from '@louting/common/clock';
import type { InvoiceRowView } from '@louting/server/contract/invoices-api';
import { Alert, App, Button, Descriptions, Drawer, Input, Space, Timeline } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useMailInvoice } from './invoice-queries.ts';
import { InvoiceKindTag, InvoiceStateTag } from './invoice-tags.tsx';

export function InvoiceDrawer({
  invoice,
  onClose,
}: {
  invoice: InvoiceRowView | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <Drawer
      open={invoice !== undefined}
      onClose={onClose}
      size={560}
      destroyOnHidden
      title={
        <>
          {t('invoice.title')} <span className="digits">{invoice?.invoiceNumber}</span>
        </>
      }
      extra={invoice && <InvoiceStateTag state={invoice.state} />}
    >
      {invoice && <InvoiceFacts invoice={invoice} />}
    </Drawer>
  );
}

function InvoiceFacts({ invoice }: { invoice: InvoiceRowView }): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  return (
    <div className="stack">
      {invoice.refusal && <Alert showIcon type="error" title={t('invoice.refused')} description={invoice.refusal} />}
      <Descriptions
        column={1}
        size="small"
        bordered
        items={[
          { key: 'kind', label: t('invoice.kind'), children: <InvoiceKindTag kind={invoice.kind} /> },
          { key: 'buyer', label: t('invoice.buyer'), children: invoice.buyerShown },
          { key: 'amount', label: t('invoice.amount'), children: <Money amount={invoice.amountFen} /> },
          { key: 'tax', label: t('invoice.tax'), children: <Money amount={invoice.taxFen} /> },
          {
            key: 'payment',
            label: t('payment.title'),
            children: (
              <Link to={`/payments?search=${encodeURIComponent(invoice.reference)}`} className="digits">
                {invoice.reference}
              </Link>
            ),
          },
          {
            key: 'room',
            label: t('payments.room'),
            children: permissions.includes('households.view') ? (
              <Link to={`/rooms/${invoice.roomId}`}>{invoice.roomLabel}</Link>
            ) : (
              invoice.roomLabel
            ),
          },
          {
            key: 'issued',
            label: t('invoice.issuedAt'),
            children: invoice.issuedAt ? businessTime(invoice.issuedAt) : '–',
          },
        ]}
      />
      <section>
        <h2>{t('invoice.files')}</h2>
        {invoice.formats.length === 0 ? (
          <p className="quiet">{t('invoice.noFiles')}</p>
        ) : (
          <Space>
            {invoice.formats.map((format) => (
              <Button key={format} href={`/admin/v1/invoices/${invoice.invoiceId}/files/${format}`} download>
                {format.toUpperCase()}
              </Button>
            ))}
          </Space>
        )}
      </section>
      <section className="lines">
        <h2>{t('invoice.mails')}</h2>
        {invoice.mails.length === 0 && <p className="quiet">{t('invoice.noMails')}</p>}
        <Timeline
          items={invoice.mails.map((mail) => ({
            color: mail.state === 'FAILED' ? 'red' : mail.state === 'SENT' ? 'green' : 'blue',
            content: `${mail.addressMasked} ${t(`invoice.mail.${mail.state}`)} ${mail.sentAt ? businessTime(mail.sentAt) : ''} ${mail.failure ?? ''}`,
          }))}
        />
        {permissions.includes('invoices.manage') && <MailAgain invoiceId={invoice.invoiceId} />}
      </section>
    </div>
  );
}

function MailAgain({ invoiceId }: { invoiceId: string }): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [email, setEmail] = useState('');
  const mail = useMailInvoice(invoiceId);
  const send = () =>
    mail.mutate(email.trim(), {
      onSuccess: () => {
        setEmail('');
        void message.success(t('invoice.mailQueued'));
      },
      onError: () => void message.error(t('invoice.mailRefused')),
    });
  return (
    <Space.Compact block>
      <Input
        type="email"
        value={email}
        maxLength={254}
        aria-label={t('invoice.email')}
        placeholder={t('invoice.email')}
        onChange={(event) => setEmail(event.target.value)}
        onPressEnter={send}
      />
      <Button type="primary" disabled={!email.includes('@')} loading={mail.isPending} onClick={send}>
        {t('invoice.send')}
      </Button>
    </Space.Compact>
  );
}
