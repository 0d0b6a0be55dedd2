import { formatYuan } from '@louting/common/money';
import type { StayTariffRow } from '@louting/server/contract/parking-stays-admin-api';
import { Tag, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocalised } from '../../words/localised.ts';
import { WholeTable } from '../whole-table.tsx';
import { useStayTariffs } from './stay-queries.ts';

const COLOURS: Readonly<Record<StayTariffRow['state'], string>> = {
  COMING: 'processing',
  IN_FORCE: 'success',
  OVER: 'default',
};

/** What parking costs, cost and will cost. */
export function TariffsTable({ communityId }: { communityId: string | undefined }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const tariffs = useStayTariffs(communityId);
  const columns: NonNullable<TableProps<StayTariffRow>['columns']> = [
    { title: t('payment.community'), width: 150, render: (_, row) => localised(row.communityName) },
    { title: t('stays.from'), width: 130, render: (_, row) => <span className="digits">{row.from}</span> },
    {
      title: t('stays.price'),
      render: (_, row) =>
        t('stays.priceWords', {
          free: row.freeMinutes,
          first: row.firstMinutes,
          firstYuan: formatYuan(row.firstFen),
          block: row.blockMinutes,
          blockYuan: formatYuan(row.blockFen),
          cap: formatYuan(row.capFen),
          grace: row.graceMinutes,
        }),
    },
    {
      title: t('slips.state'),
      width: 120,
      render: (_, row) => <Tag color={COLOURS[row.state]}>{t(`stays.tariffState.${row.state}`)}</Tag>,
    },
  ];
  return (
    <section className="panel">
      <header className="panel-heading">
        <h2>{t('stays.price')}</h2>
      </header>
      <WholeTable
        answer={tariffs}
        columns={columns}
        rowKey={(row) => row.tariffId}
        emptyWords={t('stays.noTariff')}
        width={900}
      />
    </section>
  );
}
