import { newId } from '@louting/common/ids';
import { fen, type Fen } from '@louting/common/money';
import type { RefundReason, RefundRoute } from '@louting/server/contract/session-api';
import type { Refundable } from '@louting/server/contract/refunds-api';
import { Alert, App, Form, Input, InputNumber, Modal, Radio, Select, Skeleton, Table } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { RequestFailure } from '../../api/client.ts';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money, yuan } from '../../money/money.tsx';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { FormDialog } from '../form-dialog.tsx';
import { useRefundable, useRequestRefund } from './refund-queries.ts';

const NEEDS_SECOND_LOOK = 'LT-2505';
const PREPAYMENT = 'prepayment';
const REASONS: readonly RefundReason[] = [
  'paid-twice',
  'wrong-bill',
  'wrong-amount',
  'moved-out',
  'service-not-given',
  'other',
];

interface Fields {
  readonly route: RefundRoute;
  readonly reason: RefundReason;
  readonly note?: string;
}

/** Choose what is given back, of which bills, and why. Nothing moves before it is approved by others. */
export function RefundRequestDialog({ orderId, onClose }: { orderId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const refundable = useRefundable(orderId);
  return refundable.data ? (
    <RequestForm refundable={refundable.data} onClose={onClose} />
  ) : (
    <Modal open title={t('refund.request')} footer={null} onCancel={onClose}>
      {refundable.isError ? (
        <FailedToLoad error={refundable.error} onRetry={() => void refundable.refetch()} />
      ) : (
        <Skeleton active />
      )}
    </Modal>
  );
}

function RequestForm({ refundable, onClose }: { refundable: Refundable; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { message: toast, modal } = App.useApp();
  const request = useRequestRefund();
  const [form] = Form.useForm<Fields>();
  // The id is made before the first try: pressing twice asks for one refund.
  const [refundId] = useState(newId);
  const [amounts, setAmounts] = useState<Readonly<Record<string, Fen>>>({});
  const chosen = Object.entries(amounts).filter(([, amount]) => amount > 0);
  const total = fen(chosen.reduce((sum, [, amount]) => sum + amount, 0));
  const tooMuch = total > refundable.leftFen;

  const send = async (fields: Fields, confirmed: boolean): Promise<void> => {
    const parts = chosen.map(([source, amountFen]) =>
      source === PREPAYMENT
        ? { source: 'prepayment' as const, amountFen }
        : { source: 'bill' as const, billId: source, amountFen },
    );
    const { route, reason, note = '' } = fields;
    try {
      await request.mutateAsync({ refundId, orderId: refundable.orderId, parts, route, reason, note, confirmed });
      toast.success(t('refund.requested'));
      onClose();
    } catch (error) {
      if (failureCode(error) === NEEDS_SECOND_LOOK && !confirmed) lookTwice(fields, error);
    }
  };

  /** A pop-up that names what is unusual, before the same wish is sent again (acceptance S22.2). */
  const lookTwice = (fields: Fields, error: unknown) => {
    const anomalies = error instanceof RequestFailure ? (error.detail ?? '').split(' ') : [];
    modal.confirm({
      title: t('refund.lookTwice'),
      content: (
        <ul>
          {anomalies.map((anomaly) => (
            <li key={anomaly}>{t(`refund.anomaly.${anomaly}`, { defaultValue: anomaly })}</li>
          ))}
        </ul>
      ),
      okText: t('refund.confirmAgain', { amount: yuan(total) }),
      okButtonProps: { danger: true },
      onOk: () => send(fields, true),
    });
  };

  return (
    <FormDialog
      width={680}
      title={t('refund.request')}
      okText={t('refund.requestAmount', { amount: yuan(total) })}
      hint={t('refund.explainRequest')}
      notReady={total === 0 || tooMuch || refundable.dispute !== undefined}
      form={form}
      saving={{ ...request, isError: request.isError && failureCode(request.error) !== NEEDS_SECOND_LOOK }}
      onClose={onClose}
      initialValues={{ route: refundable.routes[0], reason: 'paid-twice' }}
      onFinish={(fields) => void send(fields, false)}
    >
      {refundable.dispute && <Alert showIcon type="error" title={words('LT-2507')} description={refundable.dispute} />}
      {tooMuch && <Alert showIcon type="error" title={words('LT-2502')} />}
      <Sources refundable={refundable} amounts={amounts} onChange={setAmounts} />
      <p>
        {t('refund.leftOfPayment')} <Money amount={refundable.leftFen} />
      </p>
      <Form.Item name="route" label={t('refund.route')}>
        <Radio.Group
          options={refundable.routes.map((route) => ({ value: route, label: t(`refund.route.${route}`) }))}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('refund.reason')}>
        <Select
          options={REASONS.map((reason) => ({
            value: reason,
            label: t(`refund.reason.${reason}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('refund.note')}>
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormDialog>
  );
}

interface SourceRow {
  readonly key: string;
  readonly name: string;
  readonly period: string;
  readonly leftFen: Fen;
}

function Sources({
  refundable,
  amounts,
  onChange,
}: {
  refundable: Refundable;
  amounts: Readonly<Record<string, Fen>>;
  onChange: (amounts: Readonly<Record<string, Fen>>) => void;
}): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const rows: SourceRow[] = [
    ...refundable.parts.map((part) => ({
      key: part.billId,
      name: localised(part.itemName),
      period: `${part.periodFrom} ~ ${part.periodTo}`,
      leftFen: part.leftFen,
    })),
    { key: PREPAYMENT, name: t('refund.source.prepayment'), period: '–', leftFen: refundable.prepaymentLeftFen },
  ];
  return (
    <Table<SourceRow>
      size="small"
      pagination={false}
      dataSource={rows}
      rowKey="key"
      columns={[
        { title: t('bill.item'), dataIndex: 'name' },
        { title: t('bill.period'), render: (_, row) => <span className="digits">{row.period}</span> },
        { title: t('refund.mayGoBack'), align: 'right', render: (_, row) => <Money amount={row.leftFen} /> },
        {
          title: t('refund.amount'),
          width: 150,
          render: (_, row) => (
            <InputNumber
              aria-label={`${t('refund.amount')} ${row.name} ${row.period}`}
              prefix="¥"
              min={0}
              max={row.leftFen / 100}
              precision={2}
              disabled={row.leftFen === 0}
              value={(amounts[row.key] ?? 0) / 100}
              onChange={(yuanAmount) => onChange({ ...amounts, [row.key]: fen(Math.round((yuanAmount ?? 0) * 100)) })}
            />
          ),
        },
      ]}
    />
  );
}
