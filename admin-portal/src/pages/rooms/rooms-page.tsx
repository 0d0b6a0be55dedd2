import type { RoomRow } from '@louting/server/contract/admin-api';
import { Input, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useRooms } from '../../api/queries.ts';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLocalised } from '../../words/localised.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';

export function RoomsPage(): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const navigate = useNavigate();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search']);
  const rooms = useRooms({ communityId, ...filter, ...page });

  const columns: NonNullable<TableProps<RoomRow>['columns']> = [
    {
      title: t('rooms.room'),
      width: 200,
      render: (_, row) => <Link to={`/rooms/${row.roomId}`}>{row.roomLabel}</Link>,
    },
    { title: t('rooms.code'), width: 130, render: (_, row) => <span className="digits">{row.roomCode}</span> },
    { title: t('payment.community'), width: 160, render: (_, row) => localised(row.communityName) },
    {
      title: t('rooms.owner'),
      width: 110,
      render: (_, row) => row.ownerMasked || <span className="quiet">{t('rooms.noOwner')}</span>,
    },
    {
      title: t('rooms.outstanding'),
      width: 140,
      align: 'right',
      render: (_, row) => <Money amount={row.outstandingFen} tone={row.outstandingFen > 0 ? 'owed' : 'quiet'} />,
    },
    {
      title: t('rooms.prepaid'),
      width: 140,
      align: 'right',
      render: (_, row) =>
        row.prepaidFen === 0 ? <Money amount={row.prepaidFen} tone="quiet" /> : <Money amount={row.prepaidFen} />,
    },
  ];

  return (
    <>
      <PageHeading title={t('page.rooms')} hint={t('rooms.hint')} />
      <section className="panel">
        <div className="filters" role="search">
          <Input.Search
            allowClear
            className="filter-search"
            aria-label={t('rooms.search')}
            placeholder={t('rooms.search')}
            defaultValue={filter.search}
            maxLength={64}
            onSearch={(search) => change({ search: search.trim() })}
          />
        </div>
        <RowsTable
          answer={rooms}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(row) => row.roomId}
          onOpen={(row) => void navigate(`/rooms/${row.roomId}`)}
          emptyWords={t('rooms.empty')}
          width={880}
        />
      </section>
    </>
  );
}
