import { businessTime } from '@louting/common/clock';
import type { PrepaymentMovement } from '@louting/server/contract/deposits-api';
import { App, Button, Empty, Popconfirm, Skeleton, Switch, Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money, yuan } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useChangeAgreement, useRoomMoney, useUsePrepayment } from './household-money-queries.ts';

/** What came into the prepayment of a room and what it was used for, and whether it pays new bills by itself. */
export function PrepaymentTab({ roomId }: { roomId: string }): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const money = useRoomMoney(roomId);
  const agree = useChangeAgreement(roomId);
  const use = useUsePrepayment(roomId);
  if (money.isError) return <FailedToLoad error={money.error} onRetry={() => void money.refetch()} />;
  if (money.isPending) return <Skeleton active />;
  const { agreement, prepaidFen, movements, agreedAt } = money.data;
  const mayAgree = permissions.includes('agreements.manage');
  const refused = (error: unknown) => void message.error(words(failureCode(error)));
  return (
    <>
      <div className="filters">
        <label className="agreement">
          <Switch
            checked={agreement.autoUsePrepayment}
            disabled={!mayAgree}
            loading={agree.isPending}
            onChange={(autoUsePrepayment) => agree.mutate({ ...agreement, autoUsePrepayment }, { onError: refused })}
          />{' '}
          {t('prepayment.auto')}
        </label>
        {agreedAt !== undefined && (
          <span className="quiet">{t('prepayment.agreedAt', { time: businessTime(agreedAt) })}</span>
        )}
        {mayAgree && (
          <Popconfirm
            title={t('prepayment.useConfirm', { amount: yuan(prepaidFen) })}
            onConfirm={() => use.mutate(undefined, { onError: refused })}
          >
            <Button disabled={prepaidFen === 0} loading={use.isPending}>
              {t('prepayment.use')}
            </Button>
          </Popconfirm>
        )}
      </div>
      <Table<PrepaymentMovement>
        size="middle"
        rowKey="entryId"
        dataSource={movements}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 760 }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('prepayment.empty')} /> }}
        columns={[
          {
            title: t('payments.time'),
            width: 170,
            render: (_, row) => <span className="digits">{businessTime(row.at)}</span>,
          },
          {
            title: t('ledger.event'),
            width: 150,
            render: (_, row) => t(`event.${row.event}`, { defaultValue: row.event }),
          },
          {
            title: t('prepayment.paid'),
            render: (_, row) =>
              row.bills.map((bill) => (
                <Tag key={bill.billId}>
                  {bill.itemName} {bill.period} {yuan(bill.amountFen)}
                </Tag>
              )),
          },
          {
            title: t('prepayment.amount'),
            width: 130,
            align: 'right',
            render: (_, row) => <Money amount={row.amountFen} tone={row.amountFen < 0 ? 'owed' : undefined} />,
          },
          {
            title: t('ledger.balance'),
            width: 130,
            align: 'right',
            render: (_, row) => <Money amount={row.balanceFen} />,
          },
        ]}
      />
    </>
  );
}
