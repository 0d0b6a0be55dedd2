import type { Difference } from '@louting/server/contract/reconciliation-api';
import { Alert, Form, Input } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../form-dialog.tsx';
import { useSettleDifference } from './reconciliation-queries.ts';

export interface Settling {
  readonly difference: Difference;
  readonly action: 'take' | 'close' | 'escalate';
}

const LEAST_WORDS = 4;
const bare = (typed: string = '') => typed.trim();

/** Takes a difference in hand, explains it for good, or hands it up. */
export function SettleDialog({ settling, onClose }: { settling: Settling; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const settle = useSettleDifference();
  const [form] = Form.useForm<{ reason: string }>();
  const { difference, action } = settling;
  const send = ({ reason }: { reason: string }) => {
    const step = action === 'take' ? { action } : { action, reason: reason.trim() };
    settle.mutate({ differenceId: difference.differenceId, step }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={`${t(`difference.action.${action}`)} · ${t(`difference.kind.${difference.kind}`)}`}
      okText={t(`difference.action.${action}`)}
      hint={t(`difference.means.${difference.kind}`)}
      form={form}
      saving={settle}
      onClose={onClose}
      onFinish={send}
    >
      <p className="quiet recon-raw">
        {t(`difference.detail.${difference.detail.code}`, {
          value: difference.detail.value,
          defaultValue: `${difference.detail.code} ${difference.detail.value}`,
        })}
      </p>
      <Form.Item>
        <Alert type={action === 'close' ? 'warning' : 'info'} showIcon title={t(`difference.does.${action}`)} />
      </Form.Item>
      {action !== 'take' && (
        <Form.Item
          name="reason"
          label={t('difference.why')}
          rules={[{ required: true, min: LEAST_WORDS, transform: bare, message: t('rules.reasonHint') }]}
        >
          <Input.TextArea rows={3} maxLength={200} showCount />
        </Form.Item>
      )}
    </FormDialog>
  );
}
