import { AudioMutedOutlined, PhoneOutlined, SoundOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useHelpCalls } from '../pages/tickets/ticket-queries.ts';
import { Waited } from '../pages/tickets/live-calls.tsx';
import { useCommunity } from '../session/community.ts';
import { useLoggedInStaff } from '../session/staff-context.ts';
import { ring } from './ring.ts';

const MUTED = 'louting-help-muted';
const RING_AGAIN_MS = 10_000;

/** On every page: somebody stands at a kiosk and waits. It rings once for each call, and again while nobody answers. */
export function HelpBell(): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { communityId } = useCommunity();
  const { permissions } = useLoggedInStaff();
  const { data, dataUpdatedAt } = useHelpCalls(communityId);
  const [muted, setMuted] = useState(() => localStorage.getItem(MUTED) === 'yes');
  const waiting = data?.rows.filter((call) => call.state === 'open') ?? [];
  const rungAt = useRef(0);

  const waits = waiting.length;
  useEffect(() => {
    if (waits === 0 || muted || dataUpdatedAt - rungAt.current < RING_AGAIN_MS) return;
    rungAt.current = dataUpdatedAt;
    ring();
  }, [waits, muted, dataUpdatedAt]);

  const mute = () => {
    localStorage.setItem(MUTED, muted ? 'no' : 'yes');
    setMuted(!muted);
  };
  const summary = t('help.waiting', { count: waits });
  const [oldest] = waiting;
  return (
    <>
      <Button
        type={oldest ? 'primary' : 'text'}
        danger={oldest !== undefined}
        icon={<PhoneOutlined />}
        {...(oldest === undefined && { 'aria-label': summary })}
        onClick={() => void navigate(permissions.includes('tickets.view') ? '/tickets' : '/kiosks')}
      >
        {oldest && (
          <>
            {summary} <Waited since={oldest.raisedAt} />
          </>
        )}
      </Button>
      <Tooltip title={t(muted ? 'help.unmute' : 'help.mute')}>
        <Button
          type="text"
          icon={muted ? <AudioMutedOutlined /> : <SoundOutlined />}
          aria-label={t(muted ? 'help.unmute' : 'help.mute')}
          onClick={mute}
        />
      </Tooltip>
    </>
  );
}
