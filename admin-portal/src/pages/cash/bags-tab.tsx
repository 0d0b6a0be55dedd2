import { businessTime } from '@louting/common/clock';
import type { Collection } from '@louting/server/contract/cash-api';
import { Tag, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useCollections } from './cash-queries.ts';
import { OpenFilter } from './open-filter.tsx';

const STATE_COLOURS: Readonly<Record<Collection['state'], string>> = {
  'to-count': 'processing',
  'to-count-again': 'processing',
  recount: 'warning',
  settled: 'default',
};

/** Every pull of a box, with its count; a row opens the count or its result. */
export function BagsTab({ onOpen }: { onOpen: (collectionId: string) => void }): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['open']);
  const collections = useCollections({
    communityId,
    open: filter.open,
    ...page,
  });
  const columns: NonNullable<TableProps<Collection>['columns']> = [
    {
      title: t('cash.pulledAt'),
      width: 170,
      render: (_, row) => <span className="digits">{businessTime(row.pulledAt)}</span>,
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
      title: t('cash.session'),
      width: 80,
      align: 'right',
      dataIndex: 'sessionNumber',
    },
    {
      title: t('cash.seal'),
      width: 130,
      render: (_, row) => <span className="digits">{row.sealNumber}</span>,
    },
    {
      title: t('cash.boxSerial'),
      width: 120,
      render: (_, row) => <span className="digits">{row.boxSerial}</span>,
    },
    { title: t('cash.pulledBy'), width: 110, dataIndex: 'pulledBy' },
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
      width: 150,
      render: (_, row) => <BagDifference collection={row} />,
    },
    {
      title: t('cash.slip'),
      width: 130,
      render: (_, row) => <span className="digits">{row.result?.slipNumber ?? ''}</span>,
    },
  ];
  return (
    <section className="panel">
      <OpenFilter open={filter.open} words={{ open: t('cash.toCount'), done: t('cash.isCounted') }} onChange={change} />
      <RowsTable
        answer={collections}
        page={page}
        onPage={change}
        columns={columns}
        rowKey={(row) => row.collectionId}
        onOpen={(row) => onOpen(row.collectionId)}
        emptyWords={t('cash.noBags')}
        width={1070}
      />
    </section>
  );
}

function BagDifference({ collection }: { collection: Collection }): ReactElement {
  const { t } = useTranslation();
  const { result } = collection;
  if (!result) return <span className="quiet">–</span>;
  if (result.shortFen === 0 && result.overFen === 0) return <Tag color="success">{t('cash.agrees')}</Tag>;
  return (
    <>
      {result.shortFen > 0 && (
        <Tag color="error">
          {t('cash.kind.CASH_SHORT')} <Money amount={result.shortFen} />
        </Tag>
      )}
      {result.overFen > 0 && (
        <Tag color="warning">
          {t('cash.kind.CASH_OVER')} <Money amount={result.overFen} />
        </Tag>
      )}
    </>
  );
}
