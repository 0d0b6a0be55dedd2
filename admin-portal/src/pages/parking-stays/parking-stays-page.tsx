import { businessTime } from '@louting/common/clock';
import type { ParkingStay } from '@louting/server/contract/parking-stays-admin-api';
import { Button, Input, Select, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { CarsPanel } from './cars-panel.tsx';
import { LetOutDialog } from './let-out-dialog.tsx';
import { useStays } from './stay-queries.ts';
import { TariffDialog } from './tariff-dialog.tsx';
import { TariffsTable } from './tariffs-table.tsx';

const STATES = ['here', 'left', 'flagged'] as const;

/** Cars that park for a while: who is here, who left, what each paid, and what parking costs. */
export function ParkingStaysPage(): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { permissions } = useLoggedInStaff();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search', 'state']);
  const stays = useStays({ communityId, ...filter, ...page });
  const [letting, setLetting] = useState<ParkingStay | undefined>(undefined);
  const [setting, setSetting] = useState(false);
  const time = (at: number | undefined) => at !== undefined && <span className="digits">{businessTime(at)}</span>;

  const columns: NonNullable<TableProps<ParkingStay>['columns']> = [
    { title: t('leases.plate'), width: 130, render: (_, stay) => <span className="digits">{stay.plateMasked}</span> },
    { title: t('payment.community'), width: 150, render: (_, stay) => localised(stay.communityName) },
    { title: t('stays.entered'), width: 180, render: (_, stay) => time(stay.enteredAt) },
    { title: t('stays.left'), width: 180, render: (_, stay) => time(stay.leftAt) },
    { title: t('stays.paid'), width: 110, align: 'right', render: (_, stay) => <Money amount={stay.paidFen} /> },
    {
      title: t('stays.owed'),
      width: 110,
      align: 'right',
      render: (_, stay) => stay.owedFen !== undefined && <Money amount={stay.owedFen} />,
    },
    {
      title: t('slips.state'),
      width: 240,
      render: (_, stay) => (
        <>
          <Tag>{t(`stays.state.${stay.leftAt === undefined ? 'here' : 'left'}`)}</Tag>
          {stay.leased && <Tag>{t('stays.leased')}</Tag>}
          {stay.flag && <Tag color="warning">{t(`stays.flag.${stay.flag}`)}</Tag>}
          {stay.opened && (
            <span className="quiet">{t('stays.openedBy', { name: stay.opened.by, reason: stay.opened.reason })}</span>
          )}
          {stay.leftAt === undefined && permissions.includes('stays.let-out') && (
            <Button size="small" type="link" onClick={() => setLetting(stay)}>
              {t('stays.letOut')}
            </Button>
          )}
        </>
      ),
    },
  ];

  return (
    <>
      <PageHeading title={t('page.stays')} hint={t('stays.hint')}>
        {permissions.includes('parking-tariffs.set') && (
          <Button type="primary" onClick={() => setSetting(true)}>
            {t('stays.setTariff')}
          </Button>
        )}
      </PageHeading>
      <section className="panel">
        <div className="filters" role="search">
          <Select
            allowClear
            className="filter-choice"
            aria-label={t('slips.state')}
            placeholder={t('slips.state')}
            value={filter.state ?? null}
            options={STATES.map((value) => ({ value, label: t(`stays.state.${value}`) }))}
            onChange={(state) => change({ state })}
          />
          <Input.Search
            allowClear
            className="filter-search"
            aria-label={t('stays.search')}
            placeholder={t('stays.search')}
            defaultValue={filter.search}
            maxLength={16}
            onSearch={(search) => change({ search: search.trim() })}
          />
        </div>
        <RowsTable
          answer={stays}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(stay) => stay.stayId}
          emptyWords={t('stays.empty')}
          width={1_100}
        />
      </section>
      <TariffsTable communityId={communityId} />
      <CarsPanel communityId={communityId} />
      {letting && <LetOutDialog stay={letting} onClose={() => setLetting(undefined)} />}
      {setting && <TariffDialog onClose={() => setSetting(false)} />}
    </>
  );
}
