import type { RefundAction, RefundDetail } from '@louting/server/contract/refunds-api';
import { App, Button, Form, Input, Radio, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useRefundStep } from './refund-queries.ts';

/** Where each step goes, and whether it must say why. */
const STEPS: Readonly<Record<RefundAction, { path: string; needsNote: boolean; danger?: boolean; primary?: boolean }>> =
  {
    approve: { path: 'approvals', needsNote: false, primary: true },
    reject: { path: 'rejections', needsNote: true, danger: true },
    'pay-out': { path: 'pay-outs', needsNote: true, primary: true },
    retry: { path: 'retries', needsNote: false },
    reroute: { path: 'routes', needsNote: true },
    'give-up': { path: 'returns', needsNote: true, danger: true },
    'ask-again': { path: 'queries', needsNote: false },
    declare: { path: 'outcomes', needsNote: true },
  };

interface Fields {
  readonly note?: string;
  readonly route?: 'cash' | 'bank';
  readonly outcome?: 'succeeded' | 'failed';
}

/** What this staff member may do with the refund; each step says first what it will do. */
export function RefundActions({ refund }: { refund: RefundDetail }): ReactElement {
  const { t } = useTranslation();
  const [open, setOpen] = useState<RefundAction | undefined>(undefined);
  return (
    <Space wrap>
      {refund.actions.map((action) => (
        <Button
          key={action}
          type={STEPS[action].primary ? 'primary' : 'default'}
          danger={STEPS[action].danger ?? false}
          onClick={() => setOpen(action)}
        >
          {t(`refund.action.${action}`)}
        </Button>
      ))}
      {open && <StepDialog refund={refund} action={open} onClose={() => setOpen(undefined)} />}
    </Space>
  );
}

function StepDialog({
  refund,
  action,
  onClose,
}: {
  refund: RefundDetail;
  action: RefundAction;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { message: toast } = App.useApp();
  const step = useRefundStep(refund.refundId);
  const [form] = Form.useForm<Fields>();
  const { path, needsNote, danger } = STEPS[action];

  const send = async ({ note = '', ...choice }: Fields) => {
    const body = action === 'ask-again' ? {} : { ...choice, note: note.trim() };
    try {
      await step.mutateAsync({ path, body });
      toast.success(t('refund.stepDone'));
      onClose();
    } catch {
      // The dialog says why.
    }
  };

  return (
    <FormDialog
      title={`${t(`refund.action.${action}`)} ${yuan(refund.amountFen)}`}
      okText={t(`refund.action.${action}`)}
      hint={t(`refund.explain.${action}`)}
      danger={danger ?? false}
      form={form}
      saving={step}
      onClose={onClose}
      initialValues={{
        ...(action === 'reroute' && { route: 'cash' }),
        ...(action === 'declare' && { outcome: 'succeeded' }),
      }}
      onFinish={(values) => void send(values)}
    >
      {action === 'reroute' && (
        <Form.Item name="route" label={t('refund.route')}>
          <Radio.Group
            options={[
              { value: 'cash', label: t('refund.route.cash') },
              { value: 'bank', label: t('refund.route.bank') },
            ]}
          />
        </Form.Item>
      )}
      {action === 'declare' && (
        <Form.Item name="outcome" label={t('refund.outcome')}>
          <Radio.Group
            options={[
              { value: 'succeeded', label: t('refund.outcome.succeeded') },
              { value: 'failed', label: t('refund.outcome.failed') },
            ]}
          />
        </Form.Item>
      )}
      {action !== 'ask-again' && (
        <Form.Item
          name="note"
          label={t(`refund.noteFor.${action === 'pay-out' || action === 'declare' ? action : 'other'}`)}
          rules={needsNote ? [{ required: true, whitespace: true, min: 2, message: t('login.required') }] : []}
        >
          <Input.TextArea rows={2} maxLength={200} showCount />
        </Form.Item>
      )}
    </FormDialog>
  );
}
