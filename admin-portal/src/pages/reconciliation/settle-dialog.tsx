import type { Difference } from '@louting/server/contract/reconciliation-api';
import { Alert, Input, Modal } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useSettleDifference } from './reconciliation-queries.ts';

export interface Settling {
  readonly difference: Difference;
  readonly action: 'take' | 'close' | 'escalate';
}

const LEAST_WORDS = 4;

/** Takes a difference in hand, explains it for good, or hands it up. */
export function SettleDialog({ settling, onClose }: { settling: Settling; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const settle = useSettleDifference();
  const [reason, setReason] = useState('');
  const { difference, action } = settling;
  const needsReason = action !== 'take';
  const send = () => {
    const step = action === 'take' ? { action } : { action, reason: reason.trim() };
    settle.mutate({ differenceId: difference.differenceId, step }, { onSuccess: onClose });
  };
  return (
    <Modal
      open
      title={`${t(`difference.action.${action}`)} · ${t(`difference.kind.${difference.kind}`)}`}
      okText={t(`difference.action.${action}`)}
      okButtonProps={{ disabled: needsReason && reason.trim().length < LEAST_WORDS }}
      confirmLoading={settle.isPending}
      onOk={send}
      onCancel={onClose}
    >
      <div className="stack">
        <p>{t(`difference.means.${difference.kind}`)}</p>
        <p className="quiet recon-raw">
          {t(`difference.detail.${difference.detail.code}`, {
            value: difference.detail.value,
            defaultValue: `${difference.detail.code} ${difference.detail.value}`,
          })}
        </p>
        <Alert type={action === 'close' ? 'warning' : 'info'} showIcon title={t(`difference.does.${action}`)} />
        {needsReason && (
          <Input.TextArea
            rows={3}
            maxLength={200}
            showCount
            aria-label={t('difference.why')}
            placeholder={t('difference.why')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
        {settle.isError && <Alert type="error" showIcon title={words(failureCode(settle.error))} />}
      </div>
    </Modal>
  );
}
