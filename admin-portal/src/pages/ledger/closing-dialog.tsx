import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import type { ClosingCheck } from '@louting/server/contract/ledger-api';
import { Form, Input, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useChangePeriod, useClosingChecks } from './ledger-queries.ts';

export interface PeriodChange {
  readonly month: string;
  /** False: open it again. */
  readonly close: boolean;
}

interface ClosingDialogProps {
  readonly communityId: string;
  readonly change: PeriodChange;
  readonly onClose: () => void;
}

/** The check list before a month is closed, or the reason why it is opened again. */
export function ClosingDialog({ communityId, change, onClose }: ClosingDialogProps): ReactElement {
  const { t } = useTranslation();
  const { close: closes, month } = change;
  const checks = useClosingChecks(communityId, closes ? month : undefined);
  const send = useChangePeriod(communityId);
  const [form] = Form.useForm<{ words?: string }>();
  const list = checks.data?.checks ?? [];
  const blocked = list.some((check) => check.result === 'blocks');
  const warned = list.some((check) => check.result === 'warns' && check.check !== 'sealed');
  const needsWords = !closes || warned;
  return (
    <FormDialog
      title={t(closes ? 'books.closeTitle' : 'books.reopenTitle', { month })}
      okText={closes ? t('books.close') : t('books.reopen')}
      hint={closes ? t('books.closeHint') : t('books.reopenHint')}
      danger={!closes}
      notReady={(closes && !checks.data) || blocked}
      form={form}
      saving={send}
      onClose={onClose}
      onFinish={({ words = '' }) => send.mutate({ ...change, words: words.trim() }, { onSuccess: onClose })}
    >
      {closes && checks.isPending && <Skeleton active />}
      {closes && checks.isError && <FailedToLoad error={checks.error} onRetry={() => void checks.refetch()} />}
      {closes && (
        <ul className="check-list">
          {list.map((check) => (
            <Check key={check.check} check={check} />
          ))}
        </ul>
      )}
      {needsWords && (
        <Form.Item
          name="words"
          label={t('books.why')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('login.required') }]}
        >
          <Input.TextArea rows={2} maxLength={200} showCount />
        </Form.Item>
      )}
    </FormDialog>
  );
}

function Check({ check }: { check: ClosingCheck }): ReactElement {
  const { t } = useTranslation();
  return (
    <li>
      {check.result === 'ok' && <CheckCircleFilled style={{ color: 'var(--green)' }} />}
      {check.result === 'warns' && <ExclamationCircleFilled style={{ color: 'var(--amber)' }} />}
      {check.result === 'blocks' && <CloseCircleFilled style={{ color: 'var(--red)' }} />}
      <span>
        {t(`check.${check.check}`)}
        {check.count > 0 && <span className="quiet"> {t('books.count', { count: check.count })}</span>}
      </span>
    </li>
  );
}
