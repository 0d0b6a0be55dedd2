import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import type { ClosingCheck } from '@louting/server/contract/ledger-api';
import { Alert, Input, Modal, Skeleton } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useChangePeriod, useClosingChecks } from './ledger-queries.ts';

export interface PeriodChange {
  readonly month: string;
  /** False: open it again. */
  readonly close: boolean;
}

interface ClosingDialogProps {
  readonly communityId: string;
  readonly change: PeriodChange | undefined;
  readonly onClose: () => void;
}

/** The check list before a month is closed, or the reason why it is opened again. */
export function ClosingDialog({ communityId, change, onClose }: ClosingDialogProps): ReactElement {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  const closes = change?.close === true;
  const checks = useClosingChecks(communityId, closes ? change.month : undefined);
  const send = useChangePeriod(communityId);
  const [words, setWords] = useState('');
  const list = checks.data?.checks ?? [];
  const blocked = list.some((check) => check.result === 'blocks');
  const warned = list.some((check) => check.result === 'warns' && check.check !== 'sealed');
  const needsWords = !closes || warned;
  return (
    <Modal
      open={change !== undefined}
      title={change && t(closes ? 'books.closeTitle' : 'books.reopenTitle', { month: change.month })}
      okText={closes ? t('books.close') : t('books.reopen')}
      okButtonProps={{
        danger: !closes,
        loading: send.isPending,
        disabled: (closes && !checks.data) || blocked || (needsWords && words.trim().length < 2),
      }}
      onOk={() => {
        if (change) send.mutate({ ...change, words: words.trim() }, { onSuccess: onClose });
      }}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{closes ? t('books.closeHint') : t('books.reopenHint')}</p>
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
          <Input.TextArea
            rows={2}
            maxLength={200}
            showCount
            value={words}
            aria-label={t('books.why')}
            placeholder={t('books.why')}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
        {send.isError && <Alert type="error" showIcon title={failureWords(failureCode(send.error))} />}
      </div>
    </Modal>
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
