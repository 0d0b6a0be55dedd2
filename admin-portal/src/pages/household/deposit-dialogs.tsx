import { fen, type Fen } from '@louting/common/money';
import type { Deposit } from '@louting/server/contract/deposits-api';
import { App, Form, Input, InputNumber, Radio, Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useReturnDeposit, useTakeDeposit } from './household-money-queries.ts';

/** The field speaks yuan, the books fen; the field itself rounds to two decimals. */
function fenOf(amountYuan: number | undefined): Fen {
  return fen(Math.round((amountYuan ?? 0) * 100));
}

const METHODS = ['cash', 'bank'] as const;
const KINDS = ['renovation', 'access-card', 'parking', 'other'] as const;

interface TakeFields {
  readonly kind: (typeof KINDS)[number];
  readonly amount: number;
  readonly method: (typeof METHODS)[number];
  readonly note?: string;
}

export function TakeDialog({ roomId, onClose }: { roomId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const take = useTakeDeposit(roomId);
  const [form] = Form.useForm<TakeFields>();
  const send = ({ kind, amount, method, note = '' }: TakeFields) =>
    take.mutate(
      { kind, method, note: note.trim(), amountFen: fenOf(amount) },
      {
        onSuccess: ({ receiptNumber }) => {
          void message.success(t('deposits.takenAs', { number: receiptNumber }));
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={t('deposits.take')}
      okText={t('deposits.take')}
      form={form}
      saving={take}
      onClose={onClose}
      initialValues={{ kind: 'renovation', method: 'cash' }}
      onFinish={send}
    >
      <Form.Item name="kind" label={t('deposits.kind')}>
        <Select options={KINDS.map((kind) => ({ value: kind, label: t(`deposit.kind.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="amount" label={t('deposits.yuan')} rules={[{ required: true }]}>
        <InputNumber min={0.01} max={1_000_000} precision={2} prefix="¥" />
      </Form.Item>
      <Form.Item name="method" label={t('deposits.method')}>
        <Radio.Group options={METHODS.map((method) => ({ value: method, label: t(`deposit.method.${method}`) }))} />
      </Form.Item>
      <Form.Item name="note" label={t('deposits.note')}>
        <Input maxLength={120} />
      </Form.Item>
    </FormDialog>
  );
}

interface ReturnFields {
  readonly amount?: number;
  readonly deduct?: number;
  readonly deductAccount: '6301' | '6051';
  readonly reason?: string;
  readonly method: (typeof METHODS)[number];
}

/** Giving back is done at once; keeping a part waits for another person, and the dialog says so. */
export function ReturnDialog({
  roomId,
  deposit,
  onClose,
}: {
  roomId: string;
  deposit: Deposit;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const giveBack = useReturnDeposit(roomId, deposit.depositId);
  const [form] = Form.useForm<ReturnFields>();
  const deducts = fenOf(Form.useWatch('deduct', form)) > 0;
  const held = fen(deposit.amountFen - deposit.returnedFen - deposit.deductedFen);
  const send = ({ amount, deduct, deductAccount, reason = '', method }: ReturnFields) =>
    giveBack.mutate(
      {
        returnFen: fenOf(amount),
        deductFen: fenOf(deduct),
        ...(fenOf(deduct) > 0 && { deductAccount }),
        reason: reason.trim(),
        method,
      },
      {
        onSuccess: ({ state }) => {
          void message.success(t(`deposit.return.${state}`));
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={t('deposits.giveBackOf', { number: deposit.receiptNumber, held: yuan(held) })}
      okText={t('deposits.giveBack')}
      form={form}
      saving={giveBack}
      onClose={onClose}
      initialValues={{ amount: held / 100, method: deposit.method, deductAccount: '6301' }}
      onFinish={send}
    >
      <Form.Item name="amount" label={t('deposits.returnYuan')}>
        <InputNumber min={0} max={held / 100} precision={2} prefix="¥" />
      </Form.Item>
      <Form.Item name="method" label={t('deposits.method')}>
        <Radio.Group options={METHODS.map((method) => ({ value: method, label: t(`deposit.method.${method}`) }))} />
      </Form.Item>
      <Form.Item name="deduct" label={t('deposits.deductYuan')} extra={t('deposits.deductHint')}>
        <InputNumber min={0} max={held / 100} precision={2} prefix="¥" />
      </Form.Item>
      {deducts && (
        <>
          <Form.Item name="deductAccount" label={t('deposits.deductAs')}>
            <Radio.Group
              options={[
                { value: '6301', label: t('deposits.damages') },
                { value: '6051', label: t('deposits.sold') },
              ]}
            />
          </Form.Item>
          <Form.Item name="reason" label={t('deposits.reason')} rules={[{ required: true, min: 2 }]}>
            <Input maxLength={120} />
          </Form.Item>
        </>
      )}
    </FormDialog>
  );
}
