import { businessTime } from '@louting/common/clock';
import type { HopperMovement } from '@louting/server/contract/hoppers-api';
import { Tag, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useMovements } from './hopper-queries.ts';
import { OpenFilter } from './open-filter.tsx';

const STATE_COLOURS: Readonly<Record<HopperMovement['state'], string>> = {
  'to-count-again': 'processing',
  recount: 'warning',
  settled: 'default',
};

/** Fillings, emptyings and counts; a row opens its second count or its result. */
export function MovementsTable({ onOpen }: { onOpen: (movement: HopperMovement) => void }): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['open']);
  const movements = useMovements({ communityId, open: filter.open, ...page });
  const columns: NonNullable<TableProps<HopperMovement>['columns']> = [
    {
      title: t('hoppers.movedAt'),
      width: 170,
      render: (_, row) => <span className="digits">{businessTime(row.movedAt)}</span>,
    },
    {
      title: t('kiosks.kiosk'),
      width: 190,
      render: (_, row) => (
        <>
          {row.kioskNumber} <span className="quiet">{row.location}</span>
        </>
      ),
    },
    {
      title: t('cash.kind'),
      width: 190,
      render: (_, row) => (
        <>
          {t(`hoppers.kind.${row.kind}`)}{' '}
          <span className="quiet">{row.source && t(`hoppers.source.${row.source}`)}</span>
        </>
      ),
    },
    {
      title: t('kiosks.state'),
      width: 150,
      render: (_, row) => <Tag color={STATE_COLOURS[row.state]}>{t(`cash.bag.${row.state}`)}</Tag>,
    },
    {
      title: t('cash.counted'),
      width: 120,
      align: 'right',
      render: (_, row) => (row.result ? <Money amount={row.result.countedFen} /> : <span className="quiet">–</span>),
    },
    {
      title: t('cash.difference'),
      width: 130,
      align: 'right',
      render: (_, { result }) =>
        result && result.differenceFen !== 0 ? (
          <Money amount={result.differenceFen} tone="owed" />
        ) : (
          <span className="quiet">–</span>
        ),
    },
    {
      title: t('hoppers.people'),
      width: 180,
      render: (_, row) => row.countedBy.map((one) => one.name).join(t('list.separator')),
    },
  ];
  return (
    <>
      <OpenFilter open={filter.open} words={{ open: t('cash.toCount'), done: t('cash.isCounted') }} onChange={change} />
      <RowsTable
        answer={movements}
        page={page}
        onPage={change}
        columns={columns}
        rowKey={(row) => row.movementId}
        onOpen={onOpen}
        emptyWords={t('hoppers.noMovements')}
        width={1130}
      />
    </>
  );
}
