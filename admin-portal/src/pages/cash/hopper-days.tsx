import type { DayReport } from '@louting/server/contract/day-close-api';
import { Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';

type HopperDay = DayReport['hoppers'][number];

const SUMS = ['openingFen', 'filledFen', 'paidFen', 'emptiedFen', 'countedFen', 'closingFen'] as const;

/** The change of the day by kiosk: what was in the hoppers, what came and went, what is in them now. */
export function HopperDays({ days }: { days: readonly HopperDay[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('hoppers.day')}</h3>
      <Table<HopperDay>
        size="small"
        pagination={false}
        rowKey="kioskId"
        dataSource={days}
        columns={[
          { title: t('payments.kiosk'), dataIndex: 'kioskNumber' },
          ...SUMS.map((name) => ({
            title: t(`hoppers.day.${name}`),
            align: 'right' as const,
            render: (_: unknown, row: HopperDay) => (
              <Money amount={row[name]} tone={row[name] === 0 ? 'quiet' : undefined} />
            ),
          })),
        ]}
      />
    </section>
  );
}
