import type { ExceptionDetail, ResolveException } from '@louting/server/contract/exceptions-api';
import { Alert, DatePicker, Form, Input, Radio } from 'antd';
import type { Dayjs } from 'dayjs';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useResolveException } from './exceptions-queries.ts';

interface Fields {
  readonly resolution: ResolveException['resolution'];
  readonly note: string;
  readonly transactionId?: string;
  readonly paidAt?: Dayjs;
}

/** What will happen stands in words before it is pressed: it moves money and cannot be taken back. */
export function ResolveDialog({
  exception,
  onClose,
}: {
  exception: ExceptionDetail;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const chosen = Form.useWatch('resolution', form);
  const resolve = useResolveException(exception.exceptionId);
  const amount = yuan(exception.amountFen);

  const send = ({ resolution, note, transactionId, paidAt }: Fields) => {
    const statement =
      resolution === 'paid-by-statement' && transactionId && paidAt
        ? { transactionId, paidAt: paidAt.valueOf(), amountFen: exception.amountFen }
        : undefined;
    resolve.mutate({ resolution, note, ...(statement && { statement }) }, { onSuccess: onClose });
  };

  return (
    <FormDialog
      title={t('exception.resolve')}
      okText={t('exception.confirm')}
      danger
      notReady={!chosen}
      form={form}
      saving={resolve}
      onClose={onClose}
      onFinish={send}
    >
      <Form.Item
        name="resolution"
        label={t('exception.choose')}
        rules={[{ required: true, message: t('login.required') }]}
      >
        <Radio.Group
          vertical
          options={exception.resolutions.map((one) => ({ value: one, label: t(`resolution.${one}`) }))}
        />
      </Form.Item>
      {chosen === 'paid-by-statement' && (
        <>
          <Form.Item
            name="transactionId"
            label={t('exception.transaction')}
            rules={[{ required: true, min: 6, max: 64, message: t('login.required') }]}
          >
            <Input className="digits" maxLength={64} />
          </Form.Item>
          <Form.Item
            name="paidAt"
            label={t('payment.paidAt')}
            rules={[{ required: true, message: t('login.required') }]}
          >
            <DatePicker showTime />
          </Form.Item>
        </>
      )}
      <Form.Item
        name="note"
        label={t('exception.note')}
        rules={[{ required: true, min: 2, max: 400, message: t('login.required') }]}
      >
        <Input.TextArea rows={2} maxLength={400} showCount />
      </Form.Item>
      {chosen === 'written-off' && (
        <Alert
          type="info"
          showIcon
          title={
            exception.writeOffAsked
              ? t('exception.writeOffAsked', { name: exception.writeOffAsked.name })
              : t('exception.writeOffByTwo')
          }
        />
      )}
      {chosen && <Alert type="warning" showIcon title={t(`resolution.does.${chosen}`, { amount })} />}
    </FormDialog>
  );
}
