import { businessTime } from '@louting/common/clock';
import type { AccountLine, AccountRow } from '@louting/server/contract/ledger-api';
import { Button, Drawer, Empty, Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { useAccountLines } from './ledger-queries.ts';

interface AccountDrawerProps {
  readonly communityId: string;
  readonly account: AccountRow | undefined;
  readonly onClose: () => void;
}

/** Lines of one account, newest first; each page goes on by key, so the thousandth is as quick as the first. */
export function AccountDrawer({ communityId, account, onClose }: AccountDrawerProps): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const lines = useAccountLines(communityId, account?.accountCode);
  const rows = lines.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Drawer
      open={account !== undefined}
      onClose={onClose}
      size={920}
      title={account && `${account.accountCode} ${localised(account.name)}`}
    >
      {lines.isError ? (
        <FailedToLoad error={lines.error} onRetry={() => void lines.refetch()} />
      ) : (
        <Table<AccountLine>
          size="small"
          rowKey={(row) => `${row.entryId}-${row.lineNumber}`}
          dataSource={rows}
          loading={{ spinning: lines.isPending && account !== undefined, delay: 200 }}
          pagination={false}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('ledger.empty')} /> }}
          footer={() =>
            lines.hasNextPage && (
              <Button block loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
                {t('books.more')}
              </Button>
            )
          }
          columns={[
            {
              title: t('payments.time'),
              width: 210,
              render: (_, row) => (
                <>
                  <span className="digits">{businessTime(row.at)}</span>{' '}
                  {!businessTime(row.at).startsWith(row.accountingDate) && (
                    <Tag color="warning">{t('books.countsOn', { date: row.accountingDate })}</Tag>
                  )}
                </>
              ),
            },
            { title: t('ledger.event'), render: (_, row) => t(`event.${row.event}`, { defaultValue: row.event }) },
            { title: t('rooms.room'), width: 150, render: (_, row) => row.roomLabel ?? '' },
            {
              title: t('ledger.debit'),
              width: 130,
              align: 'right',
              render: (_, row) => (row.debitFen === 0 ? '' : <Money amount={row.debitFen} />),
            },
            {
              title: t('ledger.credit'),
              width: 130,
              align: 'right',
              render: (_, row) => (row.creditFen === 0 ? '' : <Money amount={row.creditFen} />),
            },
          ]}
        />
      )}
    </Drawer>
  );
}
