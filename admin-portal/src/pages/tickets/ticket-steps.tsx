import type { StaffStep, TicketDetail } from '@louting/server/contract/help-desk-api';
import { URGENCIES } from '@louting/server/contract/ticket-values';
import { App, Button, Select, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { SetOutDialog } from './set-out-dialog.tsx';
import { StepDialog, type WordedStep } from './step-dialog.tsx';
import { useTicketStep } from './ticket-queries.ts';

const LEADING = ['accept', 'verify', 'set-out', 'resolve', 'close', 'reopen', 'note'] as const;
const AT_ONCE: ReadonlySet<string> = new Set(['accept', 'verify']);

/** What can be done from where the ticket stands: the server says what, the first of it is the blue key. */
export function TicketSteps({ ticket }: { ticket: TicketDetail }): ReactElement | null {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { message: toast } = App.useApp();
  const { permissions } = useLoggedInStaff();
  const [asking, setAsking] = useState<WordedStep | 'set-out' | undefined>(undefined);
  const step = useTicketStep(ticket.ticketId);
  const needed = ticket.kind === 'help-call' ? 'help-calls.answer' : 'tickets.manage';
  if (!permissions.includes(needed)) return null;
  const take = (taken: StaffStep) =>
    step.mutate(taken, { onError: (error) => void toast.error(words(failureCode(error))) });
  const leading = LEADING.filter((one) => ticket.steps.includes(one));
  return (
    <>
      <Space wrap>
        {leading.map((one, index) => (
          <Button
            key={one}
            type={index === 0 && one !== 'note' ? 'primary' : 'default'}
            loading={step.isPending && AT_ONCE.has(one)}
            disabled={step.isPending}
            onClick={() => (one === 'accept' || one === 'verify' ? take({ step: one }) : setAsking(one))}
          >
            {t(`ticket.do.${one}`)}
          </Button>
        ))}
        {ticket.steps.includes('assign') && (
          <Select
            className="filter-choice"
            aria-label={t('ticket.do.assign')}
            placeholder={t('ticket.do.assign')}
            value={ticket.inCharge?.staffId ?? null}
            options={ticket.colleagues.map(({ staffId, name }) => ({ value: staffId, label: name }))}
            onChange={(staffId: string) => take({ step: 'assign', staffId })}
          />
        )}
        {ticket.steps.includes('set-urgency') && (
          <Select
            aria-label={t('ticket.do.urgency')}
            value={ticket.urgency}
            options={URGENCIES.map((one) => ({ value: one, label: t(`ticket.urgency.${one}`) }))}
            onChange={(urgency) => take({ step: 'set-urgency', urgency })}
          />
        )}
      </Space>
      {asking === 'set-out' && <SetOutDialog ticket={ticket} onClose={() => setAsking(undefined)} />}
      {asking !== undefined && asking !== 'set-out' && (
        <StepDialog ticket={ticket} step={asking} onClose={() => setAsking(undefined)} />
      )}
    </>
  );
}
