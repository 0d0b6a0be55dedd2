import type { AccountRow } from '@louting/server/contract/ledger-api';
import { Table, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { AccountDrawer } from './account-drawer.tsx';
import { useAccounts } from './ledger-queries.ts';
import { TurnoverBars } from './turnover-bars.tsx';

/** Every account with its balance and what moved it in the last twelve months; a row opens its entries. */
export function AccountsTab({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const accounts = useAccounts(communityId);
  const [open, setOpen] = useState<AccountRow | undefined>(undefined);
  if (accounts.isError) return <FailedToLoad error={accounts.error} onRetry={() => void accounts.refetch()} />;

  const columns: NonNullable<TableProps<AccountRow>['columns']> = [
    {
      title: t('ledger.account'),
      render: (_, row) => (
        <>
          <span className="digits quiet">{row.accountCode}</span> {localised(row.name)}
        </>
      ),
    },
    { title: t('books.turnover'), width: 180, render: (_, row) => <TurnoverBars months={row.months} /> },
    {
      title: t('books.side'),
      width: 90,
      render: (_, row) => <span className="quiet">{t(`books.side.${row.normalSide}`)}</span>,
    },
    {
      title: t('ledger.balance'),
      width: 170,
      align: 'right',
      render: (_, row) => {
        const tone = row.balanceFen === 0 ? 'quiet' : row.balanceFen < 0 ? 'owed' : undefined;
        return <Money amount={row.balanceFen} tone={tone} />;
      },
    },
  ];
  return (
    <>
      <Table<AccountRow>
        size="middle"
        rowKey="accountCode"
        columns={columns}
        dataSource={accounts.data?.rows ?? []}
        loading={{ spinning: accounts.isPending || accounts.isPlaceholderData, delay: 200 }}
        pagination={false}
        scroll={{ x: 720 }}
        rowClassName="row-opens"
        onRow={(row) => ({
          tabIndex: 0,
          onClick: () => setOpen(row),
          onKeyDown: (event) => {
            if (event.key === 'Enter') setOpen(row);
          },
        })}
      />
      <AccountDrawer communityId={communityId} account={open} onClose={() => setOpen(undefined)} />
    </>
  );
}
