import type { BankLineRow, BankMatch } from '@louting/server/contract/reconciliation-api';
import { Alert, Button, Checkbox, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useDecideMatch } from './reconciliation-queries.ts';

const LEAST_WORDS = 4;

interface MatchActionsProps {
  readonly match: BankMatch;
  readonly onChanged: (line: BankLineRow) => void;
}

type Step = Parameters<ReturnType<typeof useDecideMatch>['mutate']>[0]['step'];

/** Confirm or reject what was found; take back what was booked. A person's own proposal waits for somebody else. */
export function MatchActions({ match, onChanged }: MatchActionsProps): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const decide = useDecideMatch();
  const [asked, setAsked] = useState<'reject' | 'undo' | undefined>(undefined);
  const [note, setNote] = useState('');
  const [restToPrepayment, setRestToPrepayment] = useState(false);
  const send = (step: Step) => decide.mutate({ matchId: match.matchId, step }, { onSuccess: onChanged });
  const ownProposal = match.state === 'PROPOSED' && match.madeBySelf;
  const asksForRest = match.state === 'SUGGESTED' && match.restFen > 0;
  return (
    <section className="stack">
      {ownProposal && <Alert type="info" showIcon title={t('bank.otherMustConfirm')} />}
      {asksForRest && (
        <Checkbox checked={restToPrepayment} onChange={(event) => setRestToPrepayment(event.target.checked)}>
          {t('bank.restChoice')}
        </Checkbox>
      )}
      {asked && (
        <>
          {asked === 'undo' && <Alert type="warning" showIcon title={t('bank.undoHint')} />}
          <Input.TextArea
            rows={2}
            maxLength={200}
            showCount
            aria-label={t(`bank.why.${asked}`)}
            placeholder={t(`bank.why.${asked}`)}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </>
      )}
      {decide.isError && <Alert type="error" showIcon title={words(failureCode(decide.error))} />}
      <div className="recon-buttons">
        {asked ? (
          <>
            <Button
              danger
              type="primary"
              loading={decide.isPending}
              disabled={asked === 'undo' && note.trim().length < LEAST_WORDS}
              onClick={() => send({ action: asked, note: note.trim() })}
            >
              {t(`bank.action.${asked}`)}
            </Button>
            <Button onClick={() => setAsked(undefined)}>{t('action.cancel')}</Button>
          </>
        ) : match.state === 'BOOKED' ? (
          <Button danger onClick={() => setAsked('undo')}>
            {t('bank.action.undo')}
          </Button>
        ) : (
          <>
            <Button
              type="primary"
              disabled={ownProposal}
              loading={decide.isPending}
              onClick={() => send({ action: 'confirm', restToPrepayment })}
            >
              {t('bank.action.confirm')}
            </Button>
            <Button onClick={() => setAsked('reject')}>{t('bank.action.reject')}</Button>
          </>
        )}
      </div>
    </section>
  );
}
