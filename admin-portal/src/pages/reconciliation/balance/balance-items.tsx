import type { BalanceItem, BalanceStatement } from '@louting/server/contract/bank-balances-api';
import { Empty, Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../../money/money.tsx';

/** 未达账项, the oldest first. */
export function BalanceItems({ statement }: { statement: BalanceStatement }): ReactElement {
  const { t } = useTranslation();
  const whatOf = ({ side, what }: BalanceItem) =>
    side.startsWith('bank') ? t(`bank.class.${what}`) : t(`event.${what}`, { defaultValue: what });
  return (
    <Table<BalanceItem>
      size="small"
      rowKey={(row) => `${row.side} ${row.reference} ${row.amountFen}`}
      dataSource={statement.items}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      {...(statement.moreItems > 0 && { footer: () => t('balance.more', { count: statement.moreItems }) })}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('balance.noItems')} /> }}
      columns={[
        { title: t('balance.side'), render: (_, row) => t(`balance.side.${row.side}`) },
        { title: t('difference.day'), width: 120, render: (_, row) => <span className="digits">{row.date}</span> },
        { title: t('cash.kind'), width: 200, render: (_, row) => whatOf(row) },
        { title: t('cash.amount'), width: 140, align: 'right', render: (_, row) => <Money amount={row.amountFen} /> },
      ]}
    />
  );
}
