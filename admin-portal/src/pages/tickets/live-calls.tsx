import { PhoneOutlined } from '@ant-design/icons';
import type { TicketRow } from '@louting/server/contract/help-desk-api';
import { Alert, App, Button, Space } from 'antd';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { SetOutDialog } from './set-out-dialog.tsx';
import { useHelpCalls, useTicketStep } from './ticket-queries.ts';
import { useTicketSubject } from './ticket-tags.tsx';
import './tickets.css';

/** A person is standing there: calls for help come before everything else on the page, unanswered ones first. */
export function LiveCalls(): ReactElement | null {
  const { permissions } = useLoggedInStaff();
  const mayAnswer = permissions.includes('help-calls.answer');
  const { communityId } = useCommunity();
  const calls = useHelpCalls(communityId, mayAnswer);
  const [answering, setAnswering] = useState<TicketRow | undefined>(undefined);
  if (!mayAnswer) return null;
  const rows = [...(calls.data?.rows ?? [])].sort(
    (a, b) => Number(b.state === 'open') - Number(a.state === 'open') || a.raisedAt - b.raisedAt,
  );
  return (
    <div className="help-calls" aria-live="assertive">
      {rows.map((call) => (
        <LiveCall key={call.ticketId} call={call} onAnswer={() => setAnswering(call)} />
      ))}
      {answering && <SetOutDialog ticket={answering} onClose={() => setAnswering(undefined)} />}
    </div>
  );
}

function LiveCall({ call, onAnswer }: { call: TicketRow; onAnswer: () => void }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const words = useFailureWords();
  const subject = useTicketSubject();
  const { message: toast } = App.useApp();
  const step = useTicketStep(call.ticketId);
  const waits = call.state === 'open';
  const end = () =>
    step.mutate({ step: 'resolve', note: '' }, { onError: (error) => void toast.error(words(failureCode(error))) });
  return (
    <Alert
      type={waits || call.escalatedAt !== undefined ? 'error' : 'info'}
      showIcon
      icon={<PhoneOutlined />}
      title={t('help.title', { kiosk: `${call.kioskNumber ?? ''} ${call.location ?? ''}` })}
      description={
        <>
          {[localised(call.communityName), subject(call)].join(' · ')} · <Waited since={call.raisedAt} />
          {call.helper && ` · ${t('help.isComing', { name: call.helper.name })}`}
        </>
      }
      action={
        <Space>
          <Button type="primary" danger={waits} onClick={onAnswer}>
            {t(waits ? 'help.answer' : 'help.again')}
          </Button>
          <Button loading={step.isPending} onClick={end}>
            {t('help.over')}
          </Button>
        </Space>
      }
    />
  );
}

/** Counts up, because each second counts for who stands there. */
export function Waited({ since }: { since: number }): ReactElement {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - since) / 1_000));
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return <b className="digits">{clock}</b>;
}
