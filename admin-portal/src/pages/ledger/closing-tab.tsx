import { LockOutlined, UnlockOutlined } from '@ant-design/icons';
import { businessTime } from '@louting/common/clock';
import type { Period } from '@louting/server/contract/ledger-api';
import { Button, Table, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { ClosingDialog, type PeriodChange } from './closing-dialog.tsx';
import { usePeriods } from './ledger-queries.ts';

/** The months, newest first, with who closed or reopened them. */
export function ClosingTab({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const periods = usePeriods(communityId);
  const [change, setChange] = useState<PeriodChange | undefined>(undefined);
  const mayClose = permissions.includes('ledger.close');
  if (periods.isError) return <FailedToLoad error={periods.error} onRetry={() => void periods.refetch()} />;
  const rows = periods.data?.rows ?? [];
  // Newest first: the first closed month is the one that can be reopened.
  const lastClosed = rows.find((row) => row.state === 'CLOSED')?.month;
  return (
    <>
      <Table<Period>
        size="middle"
        rowKey="month"
        dataSource={rows}
        loading={{ spinning: periods.isPending, delay: 200 }}
        pagination={false}
        scroll={{ x: 760 }}
        columns={[
          { title: t('books.month'), width: 110, render: (_, row) => <span className="digits">{row.month}</span> },
          {
            title: t('books.state'),
            width: 120,
            render: (_, row) =>
              row.state === 'CLOSED' ? (
                <Tag icon={<LockOutlined />} color="processing">
                  {t('books.state.CLOSED')}
                </Tag>
              ) : (
                <Tag icon={<UnlockOutlined />}>{t('books.state.OPEN')}</Tag>
              ),
          },
          { title: t('books.who'), render: (_, row) => <Story period={row} /> },
          {
            width: 130,
            align: 'right',
            render: (_, row) => {
              if (!mayClose) return undefined;
              if (row.state === 'OPEN') {
                return (
                  <Button size="small" onClick={() => setChange({ month: row.month, close: true })}>
                    {t('books.close')}
                  </Button>
                );
              }
              return row.month === lastClosed ? (
                <Button size="small" danger onClick={() => setChange({ month: row.month, close: false })}>
                  {t('books.reopen')}
                </Button>
              ) : undefined;
            },
          },
        ]}
      />
      {change && <ClosingDialog communityId={communityId} change={change} onClose={() => setChange(undefined)} />}
    </>
  );
}

function Story({ period }: { period: Period }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="two-lines">
      {period.closedAt !== undefined && (
        <span>
          {t('books.closedBy', { name: period.closedBy, time: businessTime(period.closedAt) })}{' '}
          <span className="quiet">{period.note}</span>
        </span>
      )}
      {period.reopenedAt !== undefined && (
        <span>
          {t('books.reopenedBy', { name: period.reopenedBy, time: businessTime(period.reopenedAt) })}{' '}
          <span className="quiet">{period.reopenReason}</span>
        </span>
      )}
    </div>
  );
}
