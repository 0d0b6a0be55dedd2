import { LockOutlined } from '@ant-design/icons';
import { businessTime } from '@louting/common/clock';
import type { Run } from '@louting/server/contract/reconciliation-api';
import { Alert, App, Button, Descriptions, Drawer, Empty, Popconfirm, Skeleton, Table, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { percentOf } from './day-grid.ts';
import { useDifferenceColumns } from './difference-columns.tsx';
import { ProblemsTable } from './problems-table.tsx';
import { useCloseRun, useCompareAgain, useRun } from './reconciliation-queries.ts';
import { ProposeChangeDialog } from './rules/propose-change-dialog.tsx';
import { SettleDialog, type Settling } from './settle-dialog.tsx';
import type { WantedUpload } from './upload-run-dialog.tsx';

const STATE_COLOURS: Readonly<Record<Run['state'], string>> = {
  RUNNING: 'processing',
  DONE: 'success',
  FAILED: 'error',
  CLOSED: 'default',
  GIVEN_UP: 'warning',
};

interface RunDrawerProps {
  readonly runId: string;
  readonly onClose: () => void;
  readonly onUpload: (again: WantedUpload) => void;
}

/** One day of one channel: how far it agrees, what does not, what could not be read, and its close. */
export function RunDrawer({ runId, onClose, onUpload }: RunDrawerProps): ReactElement {
  const { t } = useTranslation();
  const found = useRun(runId);
  const [settling, setSettling] = useState<Settling | undefined>(undefined);
  const columns = useDifferenceColumns(setSettling);
  const run = found.data?.run;
  return (
    <Drawer
      open
      size={1100}
      onClose={onClose}
      title={run ? `${t(`channel.${run.channel}`)} ${t(`run.kind.${run.kind}`)} ${run.businessDate}` : t('run.title')}
      extra={run && <RunActions run={run} onUpload={onUpload} />}
    >
      {found.isError && !found.data && <FailedToLoad error={found.error} onRetry={() => void found.refetch()} />}
      {!found.data && !found.isError && <Skeleton active />}
      {found.data && (
        <div className="stack">
          <RunFacts run={found.data.run} />
          <section>
            <h2>{t('run.differences')}</h2>
            <Table
              size="small"
              rowKey="differenceId"
              dataSource={found.data.differences}
              columns={columns.filter((column) => column.key !== 'day')}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              scroll={{ x: 940 }}
              locale={{
                emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('run.noDifferences')} />,
              }}
            />
          </section>
          {found.data.problems.length > 0 && (
            <section>
              <h2>{t('problem.title')}</h2>
              <ProblemsTable problems={found.data.problems} total={found.data.run.problems} />
            </section>
          )}
        </div>
      )}
      {settling && <SettleDialog settling={settling} onClose={() => setSettling(undefined)} />}
    </Drawer>
  );
}

function RunActions({
  run,
  onUpload,
}: {
  run: Run;
  onUpload: (again: WantedUpload) => void;
}): ReactElement | undefined {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const close = useCloseRun();
  const again = useCompareAgain();
  const [givingUp, setGivingUp] = useState(false);
  const onError = (error: unknown) => void message.error(words(failureCode(error)));
  if (!permissions.includes('reconciliation.manage') || run.state === 'CLOSED') return undefined;
  const { channel, kind, businessDate } = run;
  return (
    <span className="recon-buttons">
      {run.state === 'DONE' && (
        <Button loading={again.isPending} onClick={() => again.mutate(run.runId, { onError })}>
          {t('run.compareAgain')}
        </Button>
      )}
      {run.state === 'FAILED' && channel !== 'kiosk-cash' && channel !== 'bank' && (
        <Button onClick={() => setGivingUp(true)}>{t('rules.kind.give-up-day')}</Button>
      )}
      {givingUp && (
        <ProposeChangeDialog kind="give-up-day" fixed={{ runId: run.runId }} onClose={() => setGivingUp(false)} />
      )}
      {channel !== 'kiosk-cash' && channel !== 'bank' && (
        <Button onClick={() => onUpload({ channel, kind, businessDate, force: run.state === 'DONE' })}>
          {t('run.uploadAgain')}
        </Button>
      )}
      <Popconfirm
        title={t('run.closeTitle', { date: businessDate })}
        description={t('run.closeHint')}
        okText={t('run.close')}
        onConfirm={() => close.mutate(run.runId, { onError })}
      >
        <Button
          type="primary"
          icon={<LockOutlined />}
          loading={close.isPending}
          disabled={run.state !== 'DONE' || run.openDifferences > 0}
        >
          {t('run.close')}
        </Button>
      </Popconfirm>
    </span>
  );
}

function RunFacts({ run }: { run: Run }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const percent = (matched: number, compared: number) => percentOf(matched, compared) ?? '–';
  return (
    <>
      {run.state === 'FAILED' && (
        <Alert type="error" showIcon title={t('run.failed')} description={words(run.failure ?? 'LT-9999')} />
      )}
      {run.givenUp && (
        <Alert
          type="warning"
          showIcon
          title={t('run.givenUp', { name: run.givenUp.byName })}
          description={run.givenUp.reason}
        />
      )}
      <Descriptions
        size="small"
        column={3}
        items={[
          {
            key: 'state',
            label: t('kiosks.state'),
            children: (
              <Tag color={STATE_COLOURS[run.state]} icon={run.state === 'CLOSED' ? <LockOutlined /> : undefined}>
                {t(`run.state.${run.state}`)}
              </Tag>
            ),
          },
          {
            key: 'count',
            label: t('run.total.matchedCount'),
            children: `${percent(run.matchedCount, run.comparedCount)} (${run.matchedCount} / ${run.comparedCount})`,
          },
          {
            key: 'amount',
            label: t('run.total.matchedAmount'),
            children: (
              <>
                {percent(run.matchedFen, run.comparedFen)} (<Money amount={run.matchedFen} /> /{' '}
                <Money amount={run.comparedFen} />)
              </>
            ),
          },
          {
            key: 'risk',
            label: t('run.total.atRisk'),
            children: <Money amount={run.atRiskFen} tone={run.atRiskFen > 0 ? 'owed' : 'quiet'} />,
          },
          {
            key: 'rows',
            label: t('run.rows'),
            children: t('run.rowsRead', { rows: run.rows, problems: run.problems }),
          },
          {
            key: 'time',
            label: t('run.time'),
            children: (
              <span className="digits">
                {businessTime(run.finishedAt ?? run.startedAt)}
                {run.attempt > 1 && ` ${t('run.attempt', { number: run.attempt })}`}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
