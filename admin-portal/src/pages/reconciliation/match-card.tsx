import { businessTime } from '@louting/common/clock';
import type { BankMatch } from '@louting/server/contract/reconciliation-api';
import { Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { SlipPicture } from '../transfer-slips/slip-picture.tsx';
import { MatchScore } from './match-score.tsx';

/** Which rooms, which bills, what is left over; and how anybody came to think so. */
export function MatchCard({ match }: { match: BankMatch }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const codes = new Map(match.rooms.map((room) => [room.roomId, room.code]));
  return (
    <section className="match-card">
      <h2>{t(match.state === 'BOOKED' ? 'bank.bookedFor' : 'bank.thoughtFor')}</h2>
      <ul className="match-rooms">
        {match.rooms.map((room) => (
          <li key={room.roomId}>
            <Link to={`/rooms/${room.roomId}`}>{room.label}</Link> <span className="quiet">{room.ownerMasked}</span>
          </li>
        ))}
      </ul>
      {match.score > 0 && <MatchScore match={match} />}
      <p className="quiet">
        {match.score > 0 ? t('bank.foundAt') : t('bank.by', { name: match.madeByName })}{' '}
        <span className="digits">{businessTime(match.madeAt)}</span> {match.note}
      </p>
      {match.slipId !== undefined && <SlipPicture slipId={match.slipId} />}
      <Table
        size="small"
        rowKey="billId"
        dataSource={match.parts}
        pagination={false}
        locale={{ emptyText: t('bank.noBills') }}
        columns={[
          ...(match.rooms.length > 1
            ? [{ title: t('rooms.code'), render: (_: unknown, { roomId }: { roomId: string }) => codes.get(roomId) }]
            : []),
          { title: t('bill.item'), render: (_, part) => localised(part.itemName) },
          { title: t('bill.dueDate'), render: (_, part) => <span className="digits">{part.dueDate}</span> },
          {
            title: t('payment.allocated'),
            align: 'right',
            render: (_, part) => <Money amount={part.amountFen} />,
          },
        ]}
      />
      {match.feeFen > 0 && (
        <p>
          {t('bank.fee', { name: t(`bank.feeRule.${match.feeName}`, { defaultValue: match.feeName }) })}{' '}
          <Money amount={match.feeFen} />
        </p>
      )}
      {match.restFen > 0 && (
        <p>
          {t('bank.rest')} <Money amount={match.restFen} />
          {match.state !== 'SUGGESTED' && ` ${t(match.restToPrepayment ? 'bank.restPrepaid' : 'bank.restUnclaimed')}`}
        </p>
      )}
    </section>
  );
}
