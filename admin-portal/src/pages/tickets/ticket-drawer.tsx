import { businessTime } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import type { TicketDetail } from '@louting/server/contract/help-desk-api';
import { Alert, Descriptions, Drawer, Skeleton, Timeline } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { useTicket } from './ticket-queries.ts';
import { TicketSteps } from './ticket-steps.tsx';
import { Due, TicketStateTag, UrgentTag, useTicketSubject } from './ticket-tags.tsx';

export function TicketDrawer({
  ticketId,
  onClose,
}: {
  ticketId: string | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const ticket = useTicket(ticketId);
  return (
    <Drawer
      open={ticketId !== undefined}
      onClose={onClose}
      size={680}
      destroyOnHidden
      title={ticket.data ? `${t(`ticket.kind.${ticket.data.kind}`)} ${ticket.data.reference}` : t('page.tickets')}
      extra={ticket.data && <TicketStateTag state={ticket.data.state} />}
    >
      {ticket.isError && <FailedToLoad error={ticket.error} onRetry={() => void ticket.refetch()} />}
      {ticket.isPending && <Skeleton active />}
      {ticket.data && <TicketFacts ticket={ticket.data} />}
    </Drawer>
  );
}

function TicketFacts({ ticket }: { ticket: TicketDetail }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const subject = useTicketSubject();
  const { permissions } = useLoggedInStaff();
  const { roomId, roomLabel, bill } = ticket;
  const room =
    roomId && permissions.includes('households.view') ? (
      <Link to={`/rooms/${roomId}`}>{roomLabel}</Link>
    ) : (
      (roomLabel ?? '–')
    );
  return (
    <div className="stack">
      <Alert
        type={ticket.escalatedAt !== undefined ? 'error' : 'info'}
        showIcon
        title={
          <>
            <UrgentTag row={ticket} /> {subject(ticket)}
          </>
        }
      />
      <Descriptions
        column={2}
        size="small"
        bordered
        items={[
          { key: 'room', label: t('payments.room'), children: room },
          {
            key: 'kiosk',
            label: t('payments.kiosk'),
            children: [ticket.kioskNumber, ticket.location].filter(Boolean).join(' ') || '–',
          },
          {
            key: 'raised',
            label: t('ticket.raised'),
            children: <span className="digits">{businessTime(ticket.raisedAt)}</span>,
          },
          { key: 'due', label: t('ticket.due'), children: <Due row={ticket} /> },
          {
            key: 'inCharge',
            label: t('exceptions.owner'),
            children: ticket.inCharge?.name ?? t('exceptions.nobody'),
          },
          {
            key: 'callBack',
            label: t('ticket.callBack'),
            children: ticket.callBack ? t(`ticket.callBack.${ticket.callBack}`) : '–',
          },
          ...(bill
            ? [
                {
                  key: 'bill',
                  label: t('ticket.bill'),
                  span: 2,
                  children: (
                    <>
                      {localised(bill.itemName)}{' '}
                      <span className="digits">{`${bill.periodFrom} ~ ${bill.periodTo}`}</span>{' '}
                      <Money amount={fen(bill.amountFen)} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {ticket.verification && <Outcome verification={ticket.verification} />}
      <TicketSteps ticket={ticket} />
      <section>
        <h2>{t('exception.history')}</h2>
        <Timeline
          items={ticket.history.map((event) => ({
            color: event.step === 'escalated' ? 'red' : event.step === 'resolve' ? 'green' : 'blue',
            content: (
              <>
                <span className="digits quiet">{businessTime(event.at)}</span> {t(`ticket.step.${event.step}`)}{' '}
                {event.by ?? ''} {event.note !== undefined && <span className="quiet">{event.note}</span>}
              </>
            ),
          }))}
        />
      </section>
    </div>
  );
}

/** Cause, scope, responsibility and fix (S18.2). */
function Outcome({ verification }: { verification: NonNullable<TicketDetail['verification']> }): ReactElement {
  const { t } = useTranslation();
  const { cause, scope, responsibility, fix } = verification;
  return (
    <Descriptions
      title={t('verification.title')}
      column={2}
      size="small"
      bordered
      items={[
        { key: 'cause', label: t('verification.cause'), children: t(`cause.${cause}`) },
        { key: 'scope', label: t('verification.scope'), children: t(`scope.${scope}`) },
        {
          key: 'responsibility',
          label: t('verification.responsibility'),
          children: t(`responsibility.${responsibility}`),
        },
        { key: 'fix', label: t('verification.fix'), children: t(`fix.${fix}`) },
      ]}
    />
  );
}
