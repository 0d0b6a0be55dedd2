import { Card, Descriptions, Skeleton, Table, Tabs, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import type { Household, PaymentRow } from '@louting/server/contract/admin-api';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useHousehold } from '../../api/queries.ts';
import { FailedToLoad, PageMissing } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { PageHeading } from '../page-heading.tsx';
import { usePaymentColumns } from '../payments/payment-columns.tsx';
import { PaymentDrawer } from '../payments/payment-drawer.tsx';
import { BillsTable } from './bills-table.tsx';
import { DepositsTab } from './deposits-tab.tsx';
import { LedgerTable } from './ledger-table.tsx';
import { PrepaymentTab } from './prepayment-tab.tsx';

export function HouseholdPage(): ReactElement {
  const { roomId } = useParams();
  const { t } = useTranslation();
  const household = useHousehold(roomId ?? '');
  if (!roomId) return <PageMissing />;
  if (household.isError) return <FailedToLoad error={household.error} onRetry={() => void household.refetch()} />;
  if (household.isPending) return <Skeleton active />;
  const room = household.data;
  return (
    <>
      <PageHeading
        title={
          <>
            <Link to="/rooms" className="crumb">
              {t('page.rooms')}
            </Link>
            {room.roomLabel}
          </>
        }
      />
      <Summary room={room} />
      <section className="panel">
        <Tabs
          items={[
            {
              key: 'bills',
              label: `${t('household.bills')} ${room.bills.length}`,
              children: <BillsTable bills={room.bills} />,
            },
            {
              key: 'payments',
              label: `${t('household.payments')} ${room.payments.length}`,
              children: <Payments room={room} />,
            },
            {
              key: 'prepayment',
              label: t('rooms.prepaid'),
              children: <PrepaymentTab roomId={roomId} />,
            },
            { key: 'deposits', label: t('household.deposits'), children: <DepositsTab roomId={roomId} /> },
            { key: 'ledger', label: t('household.ledger'), children: <LedgerTable rows={room.ledger} /> },
          ]}
        />
      </section>
    </>
  );
}

function Summary({ room }: { room: Household }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const overdue = room.bills.filter((bill) => bill.overdue).length;
  return (
    <div className="summary">
      <Card size="small" title={t('rooms.outstanding')}>
        <p className="big">
          <Money amount={room.outstandingFen} tone={room.outstandingFen > 0 ? 'owed' : undefined} />
        </p>
        <span className="quiet">
          {overdue > 0 ? t('household.overdue', { count: overdue }) : t('household.noneOverdue')}
        </span>
      </Card>
      <Card size="small" title={t('rooms.prepaid')}>
        <p className="big">
          <Money amount={room.prepaidFen} />
        </p>
        <span className="quiet">{t('household.prepaidHint')}</span>
      </Card>
      <Card size="small" title={t('household.facts')} className="summary-wide">
        <Descriptions
          size="small"
          column={1}
          items={[
            {
              key: 'room',
              label: t('payment.community'),
              children: `${localised(room.communityName)} · ${room.roomCode}`,
            },
            {
              key: 'area',
              label: t('household.area'),
              children: <span className="digits">{(room.billableArea / 100).toFixed(2)} ㎡</span>,
            },
            {
              key: 'people',
              label: t('household.people'),
              children: (
                <ul className="people">
                  {room.parties.map((party) => (
                    <li
                      key={`${party.nameMasked}-${party.relation}-${party.from}`}
                      className={party.to ? 'quiet' : undefined}
                    >
                      {t(`relation.${party.relation}`, { defaultValue: party.relation })} {party.nameMasked}{' '}
                      <span className="digits">{party.phoneMasked}</span>{' '}
                      <small>
                        {party.to ? `${party.from} ~ ${party.to}` : t('household.from', { date: party.from })}
                      </small>
                    </li>
                  ))}
                </ul>
              ),
            },
            {
              key: 'cards',
              label: t('household.cards'),
              children:
                room.cards.length === 0
                  ? t('household.noCards')
                  : room.cards.map((card) => (
                      <Tag key={card.cardMasked} color={card.status === 'lost' ? 'error' : 'default'}>
                        {card.cardMasked} {t(`card.${card.status}`)}
                      </Tag>
                    )),
            },
          ]}
        />
      </Card>
    </div>
  );
}

function Payments({ room }: { room: Household }): ReactElement {
  const { t } = useTranslation();
  const columns = usePaymentColumns(false);
  const { permissions } = useLoggedInStaff();
  const [openOrder, setOpenOrder] = useState<string | undefined>(undefined);
  const mayOpen = permissions.includes('payments.view');
  return (
    <>
      <Table<PaymentRow>
        size="middle"
        rowKey="orderId"
        columns={columns}
        dataSource={room.payments}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 880 }}
        locale={{ emptyText: t('payments.empty') }}
        {...(mayOpen && {
          rowClassName: 'row-opens',
          onRow: (row) => ({
            tabIndex: 0,
            onClick: () => setOpenOrder(row.orderId),
            onKeyDown: (event) => {
              if (event.key === 'Enter') setOpenOrder(row.orderId);
            },
          }),
        })}
      />
      <PaymentDrawer orderId={openOrder} onClose={() => setOpenOrder(undefined)} />
    </>
  );
}
