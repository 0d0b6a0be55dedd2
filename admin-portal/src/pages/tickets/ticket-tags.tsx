import { businessTime } from '@louting/common/clock';
import type { TicketRow } from '@louting/server/contract/help-desk-api';
import { Tag, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { durationWords } from '../kiosks/duration-words.ts';
import { useFailureWords } from '../../words/failure-words.ts';

const COLOURS: Readonly<Record<TicketRow['state'], string>> = {
  open: 'error',
  accepted: 'processing',
  'on-the-way': 'processing',
  'being-verified': 'processing',
  resolved: 'success',
  closed: 'default',
};

export function TicketStateTag({ state }: { state: TicketRow['state'] }): ReactElement {
  const { t } = useTranslation();
  return <Tag color={COLOURS[state]}>{t(`ticket.state.${state}`)}</Tag>;
}

export function UrgentTag({ row }: { row: TicketRow }): ReactElement | null {
  const { t } = useTranslation();
  if (row.urgency === 'normal') return null;
  return <Tag color={row.urgency === 'urgent' ? 'error' : 'default'}>{t(`ticket.urgency.${row.urgency}`)}</Tag>;
}

/** What is left of the time, or by how much it is over. */
export function Due({ row }: { row: TicketRow }): ReactElement {
  const { t } = useTranslation();
  if (row.dueAt === undefined) return <span className="quiet">–</span>;
  const left = row.dueAt - Date.now();
  const span = durationWords(Math.abs(left), t);
  return (
    <Tooltip title={businessTime(row.dueAt)}>
      <span className={left > 0 ? '' : 'money-owed'}>{t(left > 0 ? 'ticket.left' : 'ticket.late', { span })}</span>
    </Tooltip>
  );
}

/** What a ticket is about, in one line. */
export function useTicketSubject(): (row: TicketRow) => string {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  return (row) => {
    // What a kiosk noticed by itself is a code.
    if (row.words !== undefined) return failureWords(row.words);
    if (row.complaint !== undefined) return t(`complaint.${row.complaint}`);
    if (row.face !== undefined) return t(`face.${row.face}`);
    if (row.screen !== undefined) {
      return t('help.onScreen', { screen: t(`screen.${row.screen}`, { defaultValue: row.screen }) });
    }
    return '';
  };
}
