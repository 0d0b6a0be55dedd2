import { businessTime } from '@louting/common/clock';
import type { Deposit } from '@louting/server/contract/deposits-api';
import { App, Button, Empty, Progress, Skeleton, Space, Table, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { ReturnDialog, TakeDialog } from './deposit-dialogs.tsx';
import { useDecideReturn, useRoomMoney } from './household-money-queries.ts';

const STATE_COLOUR = { TAKEN: 'processing', PARTLY_RETURNED: 'warning', RETURNED: 'default' } as const;

/** Deposits of a room: what is held, and what was given back or kept. */
export function DepositsTab({ roomId }: { roomId: string }): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const money = useRoomMoney(roomId);
  const [taking, setTaking] = useState(false);
  const [returning, setReturning] = useState<Deposit | undefined>(undefined);
  const mayManage = permissions.includes('deposits.manage');
  if (money.isError) return <FailedToLoad error={money.error} onRetry={() => void money.refetch()} />;
  if (money.isPending) return <Skeleton active />;
  return (
    <>
      <div className="filters">
        <span>
          {t('deposits.held')} <Money amount={money.data.depositsHeldFen} />
        </span>
        {mayManage && (
          <Button type="primary" onClick={() => setTaking(true)}>
            {t('deposits.take')}
          </Button>
        )}
      </div>
      <Table<Deposit>
        size="middle"
        rowKey="depositId"
        dataSource={money.data.deposits}
        pagination={false}
        scroll={{ x: 860 }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('deposits.empty')} /> }}
        expandable={{
          rowExpandable: (row) => row.returns.length > 0,
          expandedRowRender: (row) => <Returns roomId={roomId} deposit={row} mayManage={mayManage} />,
        }}
        columns={[
          {
            title: t('deposits.receipt'),
            width: 170,
            render: (_, row) => <span className="digits">{row.receiptNumber}</span>,
          },
          { title: t('deposits.kind'), width: 110, render: (_, row) => t(`deposit.kind.${row.kind}`) },
          {
            title: t('deposits.taken'),
            render: (_, row) => (
              <div className="two-lines">
                <span className="digits">{businessTime(row.takenAt)}</span>
                <span className="quiet">
                  {row.takenBy} · {t(`deposit.method.${row.method}`)} {row.note}
                </span>
              </div>
            ),
          },
          { title: t('bill.amount'), width: 120, align: 'right', render: (_, row) => <Money amount={row.amountFen} /> },
          {
            title: t('deposits.givenBack'),
            width: 150,
            render: (_, row) => (
              <Progress
                size="small"
                percent={Math.round((100 * (row.returnedFen + row.deductedFen)) / row.amountFen)}
                success={{ percent: Math.round((100 * row.returnedFen) / row.amountFen) }}
              />
            ),
          },
          {
            width: 120,
            render: (_, row) => <Tag color={STATE_COLOUR[row.state]}>{t(`deposit.${row.state}`)}</Tag>,
          },
          {
            width: 90,
            render: (_, row) =>
              mayManage &&
              row.state !== 'RETURNED' && (
                <Button size="small" onClick={() => setReturning(row)}>
                  {t('deposits.giveBack')}
                </Button>
              ),
          },
        ]}
      />
      {taking && <TakeDialog roomId={roomId} onClose={() => setTaking(false)} />}
      {returning && <ReturnDialog roomId={roomId} deposit={returning} onClose={() => setReturning(undefined)} />}
    </>
  );
}

function Returns({
  roomId,
  deposit,
  mayManage,
}: {
  roomId: string;
  deposit: Deposit;
  mayManage: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useFailureWords();
  const decide = useDecideReturn(roomId);
  const send = (returnId: string, approve: boolean) =>
    decide.mutate({ returnId, approve }, { onError: (error) => void message.error(words(failureCode(error))) });
  return (
    <ul className="check-list">
      {deposit.returns.map((made) => (
        <li key={made.returnId}>
          <Tag color={made.state === 'REQUESTED' ? 'warning' : 'default'}>{t(`deposit.return.${made.state}`)}</Tag>
          <span>
            {t('deposits.back')} <Money amount={made.returnFen} />
          </span>
          {made.deductFen > 0 && (
            <span>
              {t('deposits.kept')} <Money amount={made.deductFen} tone="owed" /> {made.reason}
            </span>
          )}
          <span className="quiet">
            {made.requestedBy} {businessTime(made.requestedAt)}
            {made.decidedBy !== undefined && made.deductFen > 0 && ` → ${made.decidedBy}`}
          </span>
          {mayManage && made.state === 'REQUESTED' && (
            <Space>
              <Button
                size="small"
                type="primary"
                disabled={made.own}
                loading={decide.isPending}
                onClick={() => send(made.returnId, true)}
              >
                {t('deposits.approve')}
              </Button>
              <Button size="small" disabled={made.own} onClick={() => send(made.returnId, false)}>
                {t('deposits.reject')}
              </Button>
              {made.own && <span className="quiet">{t('deposits.anotherPerson')}</span>}
            </Space>
          )}
        </li>
      ))}
    </ul>
  );
}
