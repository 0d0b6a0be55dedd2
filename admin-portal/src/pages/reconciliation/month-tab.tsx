import { DownloadOutlined } from '@ant-design/icons';
import { fen, type Fen } from '@louting/common/money';
import type { MonthReport, MonthRow } from '@louting/server/contract/reconciliation-api';
import { Empty, Skeleton, Table, Tag, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { MonthChoice, thisMonth } from '../month-choice.tsx';
import { useFilter } from '../use-filter.ts';
import { BankShares } from './bank-shares.tsx';
import { MonthDocumentsPanel } from './month/month-documents.tsx';
import { ReceivedBars } from './received-bars.tsx';
import { monthCsvAddress, useMonthReport } from './reconciliation-queries.ts';

/** What the month's channels and bank come to, as it is filed (S21.2). */
export function MonthTab(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, change } = useFilter(['month']);
  const month = filter.month ?? thisMonth();
  const report = useMonthReport(month, communityId);
  if (report.isError && !report.data) {
    return <FailedToLoad error={report.error} onRetry={() => void report.refetch()} />;
  }
  return (
    <div className="stack">
      <div className="filters recon-month">
        <MonthChoice month={month} onChange={(chosen) => change({ month: chosen })} />
        <a href={monthCsvAddress(month, communityId)} download>
          <DownloadOutlined /> {t('month.download')}
        </a>
      </div>
      <DocumentsOf month={month} />
      {report.data && !report.isPlaceholderData ? <Report report={report.data} /> : <Skeleton active />}
    </div>
  );
}

/** A document is one community's: without a choice it is the first. */
function DocumentsOf({ month }: { month: string }): ReactElement | undefined {
  const { communities } = useLoggedInStaff();
  const communityId = useCommunity().communityId ?? communities[0]?.communityId;
  return communityId === undefined ? undefined : <MonthDocumentsPanel communityId={communityId} month={month} />;
}

function Report({ report }: { report: MonthReport }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <section className="panel">
        <h2>{t('month.channels')}</h2>
        <Table<MonthRow>
          size="small"
          rowKey="channel"
          dataSource={report.channels}
          pagination={false}
          scroll={{ x: 1040 }}
          columns={useChannelColumns()}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('month.empty')} /> }}
          summary={() => report.channels.length > 1 && <Sums rows={report.channels} />}
        />
      </section>
      <div className="recon-two">
        <section className="panel">
          <h2>{t('month.received')}</h2>
          <ReceivedBars rows={report.channels} />
        </section>
        <section className="panel">
          <h2>{t('month.bank')}</h2>
          <BankShares bank={report.bank} />
        </section>
      </div>
    </>
  );
}

const SUMMED = ['openingFen', 'receivedFen', 'refundedFen', 'feeFen', 'settledFen', 'otherFen', 'closingFen'] as const;

function useChannelColumns(): NonNullable<TableProps<MonthRow>['columns']> {
  const { t } = useTranslation();
  const beside = { receivedFen: 'fileReceivedFen', refundedFen: 'fileRefundedFen', feeFen: 'fileFeeFen' } as const;
  // Counted cash tells what came in, and nothing of what was given back.
  const hasFile = (row: MonthRow, name: string) => row.channel !== 'kiosk-cash' || name === 'receivedFen';
  return [
    { title: t('run.channel'), width: 110, render: (_, row) => t(`channel.${row.channel}`) },
    ...SUMMED.map((name) => ({
      title: t(`month.${name}`),
      align: 'right' as const,
      render: (_: unknown, row: MonthRow) => (
        <div className="two-lines">
          <Money amount={row[name]} tone={row[name] === 0 ? 'quiet' : undefined} />
          {name in beside && hasFile(row, name) && (
            <BesideFile own={row[name]} file={row[beside[name as keyof typeof beside]]} />
          )}
        </div>
      ),
    })),
    {
      title: t('run.differences'),
      width: 140,
      align: 'right',
      render: (_, row) => (
        <span className="digits">
          {row.openDifferences > 0 && <Tag color="warning">{t('month.open', { count: row.openDifferences })}</Tag>}
          <span className="quiet">{t('month.closed', { count: row.closedDifferences })}</span>
        </span>
      ),
    },
  ];
}

/** Said only where the file does not say the same. */
function BesideFile({ own, file }: { own: Fen; file: Fen }): ReactElement | undefined {
  const { t } = useTranslation();
  if (own === file) return undefined;
  return (
    <small className="quiet">
      {t('month.inFile')} <Money amount={file} />
    </small>
  );
}

function Sums({ rows }: { rows: readonly MonthRow[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <Table.Summary.Row className="sum-row">
      <Table.Summary.Cell index={0}>{t('books.total')}</Table.Summary.Cell>
      {SUMMED.map((name, index) => (
        <Table.Summary.Cell key={name} index={index + 1} align="right">
          <Money amount={fen(rows.reduce((sum, row) => sum + row[name], 0))} />
        </Table.Summary.Cell>
      ))}
      <Table.Summary.Cell index={SUMMED.length + 1} />
    </Table.Summary.Row>
  );
}
