import { businessTime } from '@louting/common/clock';
import type { DayClose, DayStatus } from '@louting/server/contract/day-close-api';
import { Alert, Button, Empty, Skeleton, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useCloses, useDayStatus } from './cash-queries.ts';
import { PrepareDrawer } from './prepare-drawer.tsx';

const STATE_COLOURS: Readonly<Record<DayClose['state'], string>> = {
  PREPARED: 'warning',
  SIGNED: 'success',
  REJECTED: 'default',
};

/** Which day of which community waits for its close, and the closes so far. */
export function DayCloseTab(): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const navigate = useNavigate();
  const { communityId } = useCommunity();
  const { page, change } = useFilter([]);
  const status = useDayStatus(communityId);
  const closes = useCloses({ communityId, ...page });
  const [preparing, setPreparing] = useState<DayStatus | undefined>(undefined);
  const columns: NonNullable<TableProps<DayClose>['columns']> = [
    {
      title: t('cash.businessDate'),
      width: 120,
      render: (_, row) => <b className="digits">{row.businessDate}</b>,
    },
    {
      title: t('payment.community'),
      width: 160,
      render: (_, row) => localised(row.communityName),
    },
    {
      title: t('kiosks.state'),
      width: 120,
      render: (_, row) => <Tag color={STATE_COLOURS[row.state]}>{t(`cash.close.${row.state}`)}</Tag>,
    },
    {
      title: t('cash.receipts'),
      width: 90,
      align: 'right',
      dataIndex: 'receipts',
    },
    {
      title: t('cash.amount'),
      width: 130,
      align: 'right',
      render: (_, row) => <Money amount={row.sumFen} />,
    },
    {
      title: t('cash.late'),
      width: 90,
      align: 'right',
      render: (_, row) =>
        row.lateCount === 0 ? <span className="quiet">–</span> : <Tag color="orange">{row.lateCount}</Tag>,
    },
    {
      title: t('cash.officeDifference'),
      width: 130,
      align: 'right',
      render: (_, row) => (
        <Money amount={row.officeDifferenceFen} tone={row.officeDifferenceFen === 0 ? 'quiet' : 'owed'} />
      ),
    },
    {
      title: t('cash.preparedBy'),
      render: (_, row) => (
        <>
          {row.preparedBy} <span className="quiet digits">{businessTime(row.preparedAt)}</span>
        </>
      ),
    },
    {
      title: t('cash.signedBy'),
      render: (_, row) =>
        row.signedBy === undefined || row.signedAt === undefined ? (
          <span className="quiet">–</span>
        ) : (
          <>
            {row.signedBy} <span className="quiet digits">{businessTime(row.signedAt)}</span>
          </>
        ),
    },
  ];
  return (
    <div className="stack">
      {status.isError && !status.data && <FailedToLoad error={status.error} onRetry={() => void status.refetch()} />}
      {!status.data && !status.isError && <Skeleton active />}
      {status.data?.rows.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('cash.noCloses')} />
      )}
      <div className="cash-boxes">
        {status.data?.rows.map((row) => (
          <DayCard
            key={row.communityId}
            status={row}
            today={status.data.today}
            onPrepare={() => setPreparing(row)}
            onOpen={(closeId) => void navigate(`/cash/closes/${closeId}`)}
          />
        ))}
      </div>
      <section className="panel">
        <RowsTable
          answer={closes}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(row) => row.closeId}
          onOpen={(row) => void navigate(`/cash/closes/${row.closeId}`)}
          emptyWords={t('cash.noCloses')}
          width={1070}
        />
      </section>
      {preparing?.nextDate !== undefined && (
        <PrepareDrawer status={preparing} businessDate={preparing.nextDate} onClose={() => setPreparing(undefined)} />
      )}
    </div>
  );
}

function DayCard({
  status,
  today,
  onPrepare,
  onOpen,
}: {
  status: DayStatus;
  today: string;
  onPrepare: () => void;
  onOpen: (closeId: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { permissions } = useLoggedInStaff();
  const { nextDate, waitingCloseId } = status;
  return (
    <section className={`panel cash-box${status.overdue ? ' cash-box-due' : ''}`}>
      <header>
        <b>{localised(status.communityName)}</b>
        {status.lastSignedDate && (
          <span className="quiet">{t('cash.lastSigned', { date: status.lastSignedDate })}</span>
        )}
      </header>
      {nextDate === undefined ? (
        <Alert type="success" showIcon title={t('cash.allClosed')} />
      ) : (
        <>
          <p className="big digits">{nextDate}</p>
          <p>
            {waitingCloseId === undefined
              ? t('cash.receiptsWaiting', { count: status.receiptsWaiting })
              : t('cash.waitsForSignature')}
          </p>
          {status.overdue && (
            <Alert
              type="error"
              showIcon
              title={t('cash.overdue')}
              description={status.remindedAt && t('cash.remindedAt', { time: businessTime(status.remindedAt) })}
            />
          )}
          <footer>
            {waitingCloseId !== undefined && (
              <Button type="primary" onClick={() => onOpen(waitingCloseId)}>
                {t('cash.openClose')}
              </Button>
            )}
            {waitingCloseId === undefined && permissions.includes('cash.close') && (
              <Button type="primary" disabled={nextDate > today} onClick={onPrepare}>
                {t('cash.prepareClose')}
              </Button>
            )}
          </footer>
        </>
      )}
    </section>
  );
}
