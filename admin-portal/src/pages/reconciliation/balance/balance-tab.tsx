import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { businessDate } from '@louting/common/clock';
import type { BalanceStatement } from '@louting/server/contract/bank-balances-api';
import { Alert, Button, DatePicker, Empty, Skeleton, Table } from 'antd';
import dayjs from 'dayjs';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../../layout/page-states.tsx';
import { Money } from '../../../money/money.tsx';
import { useCommunity } from '../../../session/community.ts';
import { useLoggedInStaff } from '../../../session/staff-context.ts';
import { useFilter } from '../../use-filter.ts';
import { BalanceItems } from './balance-items.tsx';
import { balanceCsvAddress, useBalanceStatement } from './balance-queries.ts';
import { BalanceSides } from './balance-sides.tsx';

/** 银行存款余额调节表: the bank's paper beside 1002, and each thing that lies between them. */
export function BalanceTab(): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const communityId = useCommunity().communityId ?? communities[0]?.communityId;
  if (communityId === undefined) return <Empty description={t('books.noCommunity')} />;
  return <BalanceOf communityId={communityId} />;
}

function BalanceOf({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const { filter, change } = useFilter(['date']);
  const date = filter.date ?? businessDate(Date.now());
  const statement = useBalanceStatement(communityId, date);
  if (statement.isError && !statement.data) {
    return <FailedToLoad error={statement.error} onRetry={() => void statement.refetch()} />;
  }
  return (
    <div className="stack balance-paper">
      <div className="filters no-print">
        <DatePicker
          allowClear={false}
          aria-label={t('balance.date')}
          value={dayjs(date)}
          onChange={(day) => change({ date: day?.format('YYYY-MM-DD') })}
        />
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('balance.print')}
        </Button>
        <a href={balanceCsvAddress(communityId, date)} download>
          <DownloadOutlined /> {t('balance.download')}
        </a>
      </div>
      {statement.data && !statement.isPlaceholderData ? <Paper statement={statement.data} /> : <Skeleton active />}
    </div>
  );
}

function Paper({ statement }: { statement: BalanceStatement }): ReactElement {
  const { t } = useTranslation();
  const { unexplainedFen, accounts } = statement;
  const untold = accounts.filter((account) => account.balanceFen === undefined).length;
  return (
    <>
      <section className="panel stack">
        <h2>
          {t('balance.title')} <span className="digits">{statement.date}</span>
        </h2>
        {untold > 0 && <Alert type="warning" showIcon title={t('balance.untold', { count: untold })} />}
        <BalanceSides statement={statement} />
        <Alert
          type={unexplainedFen === 0 ? 'success' : 'error'}
          showIcon
          title={
            unexplainedFen === 0 ? (
              t('balance.agrees')
            ) : (
              <>
                {t('balance.unexplained')} <Money amount={unexplainedFen} tone="owed" />
              </>
            )
          }
        />
        <p className="quiet balance-hands">{t('balance.hands')}</p>
      </section>
      <section className="panel">
        <h2>{t('balance.accounts')}</h2>
        <Table
          size="small"
          rowKey="accountId"
          dataSource={accounts}
          pagination={false}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('rules.none')} /> }}
          columns={[
            {
              title: t('rules.accountNumber'),
              render: (_, row) => (
                <>
                  {t(`bank.name.${row.bank}`, { defaultValue: row.bank })}{' '}
                  <span className="digits">{row.numberMasked}</span>
                </>
              ),
            },
            { title: t('rules.upTo'), render: (_, row) => <span className="digits">{row.upTo ?? '–'}</span> },
            {
              title: t('balance.beforeBooks'),
              align: 'right',
              render: (_, row) => <Money amount={row.beforeBooksFen} />,
            },
            {
              title: t('balance.printed'),
              align: 'right',
              render: (_, row) => (row.balanceFen === undefined ? '–' : <Money amount={row.balanceFen} />),
            },
          ]}
        />
      </section>
      <section className="panel">
        <h2>{t('balance.items')}</h2>
        <BalanceItems statement={statement} />
      </section>
    </>
  );
}
