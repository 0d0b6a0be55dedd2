import type { ParkingLease } from '@louting/server/contract/parking-leases-api';
import { Button, Input, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLocalised } from '../../words/localised.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { EndLeaseDialog, RenewLeaseDialog } from './lease-dialogs.tsx';
import { useLeases } from './lease-queries.ts';
import { MakeLeaseDialog } from './make-lease-dialog.tsx';
import { PricesPanel } from './prices-panel.tsx';

const COLOURS: Readonly<Record<ParkingLease['state'], string>> = {
  COMING: 'processing',
  RUNNING: 'success',
  OVER: 'default',
  ENDED: 'default',
};

type Open = { readonly dialog: 'make' } | { readonly dialog: 'renew' | 'end'; readonly lease: ParkingLease };

/** Parking spaces that homes lease; their owners pay on by months at the kiosk. */
export function ParkingLeasesPage(): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search']);
  const leases = useLeases({ communityId, ...filter, ...page });
  const [open, setOpen] = useState<Open | undefined>(undefined);
  const close = () => setOpen(undefined);

  const columns: NonNullable<TableProps<ParkingLease>['columns']> = [
    { title: t('leases.space'), width: 100, render: (_, lease) => <span className="digits">{lease.space}</span> },
    { title: t('payment.community'), width: 120, render: (_, lease) => localised(lease.communityName) },
    {
      title: t('rooms.room'),
      width: 180,
      render: (_, lease) => (
        <>
          <Link to={`/rooms/${lease.roomId}`}>{lease.roomLabel}</Link>{' '}
          <span className="quiet">{lease.ownerMasked || t('rooms.noOwner')}</span>
        </>
      ),
    },
    { title: t('leases.plate'), width: 110, render: (_, lease) => <span className="digits">{lease.plateMasked}</span> },
    {
      title: t('leases.monthly'),
      width: 100,
      align: 'right',
      render: (_, lease) => <Money amount={lease.monthlyFen} />,
    },
    {
      title: t('leases.term'),
      width: 210,
      render: (_, lease) => (
        <span className="digits">
          {lease.from ?? t('leases.earlier')} – {lease.to ?? t('leases.openEnd')}
        </span>
      ),
    },
    {
      title: t('leases.paidUntil'),
      width: 110,
      render: (_, lease) => <span className="digits">{lease.paidUntil}</span>,
    },
    {
      title: t('slips.state'),
      width: 200,
      render: (_, lease) => (
        <>
          <Tag color={COLOURS[lease.state]}>{t(`leases.state.${lease.state}`)}</Tag>
          {lease.renewable && (
            <Button size="small" type="link" onClick={() => setOpen({ dialog: 'renew', lease })}>
              {t('leases.renew')}
            </Button>
          )}
          {lease.endable && (
            <Button size="small" type="link" danger onClick={() => setOpen({ dialog: 'end', lease })}>
              {t('leases.end')}
            </Button>
          )}
        </>
      ),
    },
  ];

  return (
    <>
      <PageHeading title={t('page.leases')} hint={t('leases.hint')}>
        <Button type="primary" onClick={() => setOpen({ dialog: 'make' })}>
          {t('leases.make')}
        </Button>
      </PageHeading>
      <section className="panel">
        <div className="filters" role="search">
          <Input.Search
            allowClear
            className="filter-search"
            aria-label={t('leases.search')}
            placeholder={t('leases.search')}
            defaultValue={filter.search}
            maxLength={64}
            onSearch={(search) => change({ search: search.trim() })}
          />
        </div>
        <RowsTable
          answer={leases}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(lease) => lease.leaseId}
          emptyWords={filter.search === undefined ? t('leases.empty') : t('leases.notFound')}
          width={1_120}
        />
      </section>
      <PricesPanel communityId={communityId} />
      {open?.dialog === 'make' && <MakeLeaseDialog onClose={close} />}
      {open?.dialog === 'renew' && <RenewLeaseDialog lease={open.lease} onClose={close} />}
      {open?.dialog === 'end' && <EndLeaseDialog lease={open.lease} onClose={close} />}
    </>
  );
}
