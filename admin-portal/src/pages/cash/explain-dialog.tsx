import { fen, formatYuan } from '@louting/common/money';
import type { CashDifference } from '@louting/server/contract/cash-api';
import { Form, Input, InputNumber, Radio } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useExplainDifference } from './cash-queries.ts';

interface Values {
  readonly way: CashDifference['ways'][number];
  readonly yuan: number;
  readonly reason: string;
}

/** Says where a difference went, and how that is booked. */
export function ExplainDialog({
  difference,
  onClose,
}: {
  difference: CashDifference;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const explain = useExplainDifference();
  const [resolutionId] = useState(() => crypto.randomUUID());
  const [form] = Form.useForm<Values>();
  const { differenceId } = difference;
  const send = ({ yuan, ...values }: Values) =>
    explain.mutate(
      { ...values, differenceId, resolutionId, amountFen: fen(Math.round(yuan * 100)) },
      { onSuccess: onClose },
    );
  return (
    <FormDialog
      title={
        <>
          {t(`cash.kind.${difference.kind}`)} <Money amount={difference.openFen} />
        </>
      }
      okText={t('cash.explain')}
      form={form}
      saving={explain}
      onClose={onClose}
      initialValues={{
        way: difference.ways[0],
        yuan: Number(formatYuan(difference.openFen)),
        reason: '',
      }}
      onFinish={send}
    >
      <Form.Item name="way" label={t('cash.wayLabel')}>
        <Radio.Group
          className="cash-ways"
          options={difference.ways.map((way) => ({
            value: way,
            label: t(`cash.wayLong.${way}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="yuan" label={t('cash.amountYuan')} rules={[{ required: true, message: t('login.required') }]}>
        <InputNumber min={0.01} max={difference.openFen / 100} step={1} precision={2} prefix="¥" />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('cash.reason')}
        rules={[
          {
            required: true,
            whitespace: true,
            min: 2,
            message: t('login.required'),
          },
        ]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormDialog>
  );
}
