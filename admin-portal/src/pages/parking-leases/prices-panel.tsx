import type { ParkingPriceRow } from '@louting/server/contract/parking-tariffs-api';
import { Button, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { WholeTable } from '../whole-table.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { useParkingPrices } from './price-queries.ts';

const COLOURS: Readonly<Record<ParkingPriceRow['state'], string>> = {
  COMING: 'processing',
  IN_FORCE: 'success',
  OVER: 'default',
};

/** What a month of a space costs, cost and will cost, by kind of space. */
export function PricesPanel({ communityId }: { readonly communityId: string | undefined }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { permissions } = useLoggedInStaff();
  const prices = useParkingPrices(communityId);
  const [setting, setSetting] = useState(false);
  const columns: NonNullable<TableProps<ParkingPriceRow>['columns']> = [
    { title: t('payment.community'), width: 180, render: (_, row) => localised(row.communityName) },
    { title: t('prices.kind'), width: 160, render: (_, row) => localised(row.kind) },
    { title: t('leases.monthly'), width: 110, align: 'right', render: (_, row) => <Money amount={row.monthlyFen} /> },
    {
      title: t('prices.span'),
      width: 220,
      render: (_, row) => (
        <span className="digits">
          {row.from} – {row.to ?? t('prices.open')}
        </span>
      ),
    },
    { title: t('prices.basis'), render: (_, row) => row.basis ?? <span className="quiet">–</span> },
    {
      title: t('slips.state'),
      width: 110,
      render: (_, row) => <Tag color={COLOURS[row.state]}>{t(`stays.tariffState.${row.state}`)}</Tag>,
    },
  ];
  return (
    <section className="panel">
      <header className="panel-heading">
        <div>
          <h2>{t('prices.heading')}</h2>
          <p>{t('prices.hint')}</p>
        </div>
        {permissions.includes('parking-tariffs.set') && (
          <Button onClick={() => setSetting(true)}>{t('prices.set')}</Button>
        )}
      </header>
      <WholeTable
        answer={prices}
        columns={columns}
        rowKey={(row) => row.versionId}
        emptyWords={t('prices.empty')}
        width={900}
      />
      {setting && <PriceDialog onClose={() => setSetting(false)} />}
    </section>
  );
}
