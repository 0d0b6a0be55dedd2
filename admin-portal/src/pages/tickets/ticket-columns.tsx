import { businessTime } from '@louting/common/clock';
import type { TicketRow } from '@louting/server/contract/help-desk-api';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocalised } from '../../words/localised.ts';
import { Due, TicketStateTag, UrgentTag, useTicketSubject } from './ticket-tags.tsx';

export function useTicketColumns(): NonNullable<TableProps<TicketRow>['columns']> {
  const { t } = useTranslation();
  const localised = useLocalised();
  const subject = useTicketSubject();
  return [
    { title: t('payments.state'), width: 110, render: (_, row) => <TicketStateTag state={row.state} /> },
    { title: t('ticket.kind'), width: 110, render: (_, row) => t(`ticket.kind.${row.kind}`) },
    {
      title: t('ticket.what'),
      render: (_, row) => (
        <>
          <UrgentTag row={row} /> {subject(row)}
        </>
      ),
    },
    {
      title: t('ticket.where'),
      width: 190,
      render: (_, row) => (
        <div className="two-lines">
          <span className="plain">{row.roomLabel ?? row.location ?? localised(row.communityName)}</span>
          <span className="quiet digits">{[row.kioskNumber, row.reference].filter(Boolean).join(' · ')}</span>
        </div>
      ),
    },
    {
      title: t('ticket.raised'),
      width: 170,
      render: (_, row) => <span className="digits">{businessTime(row.raisedAt)}</span>,
    },
    { title: t('ticket.due'), width: 130, render: (_, row) => <Due row={row} /> },
    {
      title: t('exceptions.owner'),
      width: 110,
      render: (_, row) => row.inCharge?.name ?? <span className="quiet">{t('exceptions.nobody')}</span>,
    },
  ];
}
