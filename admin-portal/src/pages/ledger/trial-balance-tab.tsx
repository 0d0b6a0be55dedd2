import { CheckCircleFilled, LockOutlined } from '@ant-design/icons';
import type { TrialBalanceView } from '@louting/server/contract/ledger-api';
import { Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { useFilter } from '../use-filter.ts';
import { useTrialBalance } from './ledger-queries.ts';
import { MonthChoice, thisMonth } from '../month-choice.tsx';

type Row = TrialBalanceView['rows'][number];

/** Opening, debit, credit and closing of every account; totals come from the server. */
export function TrialBalanceTab({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { filter, change } = useFilter(['month']);
  const month = filter.month ?? thisMonth();
  const balance = useTrialBalance(communityId, month);
  const { data } = balance;
  const amount = (title: string, of: (row: Row) => Row['openingFen']) => ({
    title,
    width: 150,
    align: 'right' as const,
    render: (_: unknown, row: Row) => <Money amount={of(row)} tone={of(row) === 0 ? 'quiet' : undefined} />,
  });
  if (balance.isError) return <FailedToLoad error={balance.error} onRetry={() => void balance.refetch()} />;
  return (
    <>
      <div className="filters">
        <MonthChoice month={month} onChange={(chosen) => change({ month: chosen })} />
        {data?.state === 'CLOSED' && (
          <Tag icon={<LockOutlined />} color="processing">
            {t('books.state.CLOSED')}
          </Tag>
        )}
        {data && data.totals.debitFen === data.totals.creditFen && (
          <Tag icon={<CheckCircleFilled />} color="success">
            {t('books.balanced')}
          </Tag>
        )}
      </div>
      <Table<Row>
        size="middle"
        rowKey="accountCode"
        dataSource={data?.rows ?? []}
        loading={{ spinning: balance.isPending || balance.isPlaceholderData, delay: 200 }}
        pagination={false}
        scroll={{ x: 860 }}
        columns={[
          {
            title: t('ledger.account'),
            render: (_, row) => (
              <>
                <span className="digits quiet">{row.accountCode}</span> {localised(row.name)}
              </>
            ),
          },
          amount(t('books.opening'), (row) => row.openingFen),
          amount(t('ledger.debit'), (row) => row.debitFen),
          amount(t('ledger.credit'), (row) => row.creditFen),
          amount(t('books.closingBalance'), (row) => row.closingFen),
        ]}
        summary={() =>
          data && (
            <Table.Summary.Row>
              <Table.Summary.Cell index={0} colSpan={2}>
                <b>{t('books.total')}</b>
              </Table.Summary.Cell>
              <Table.Summary.Cell index={2} align="right">
                <b>
                  <Money amount={data.totals.debitFen} />
                </b>
              </Table.Summary.Cell>
              <Table.Summary.Cell index={3} align="right">
                <b>
                  <Money amount={data.totals.creditFen} />
                </b>
              </Table.Summary.Cell>
              <Table.Summary.Cell index={4} />
            </Table.Summary.Row>
          )
        }
      />
    </>
  );
}
