import {
  CheckOutlined,
  ExclamationOutlined,
  LoadingOutlined,
  LockFilled,
  MinusOutlined,
  StopOutlined,
  UploadOutlined,
} from '@ant-design/icons';
import { businessDate } from '@louting/common/clock';
import { Alert, Button, Skeleton } from 'antd';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { yuan } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { MonthChoice, thisMonth } from '../month-choice.tsx';
import { useFilter } from '../use-filter.ts';
import { dayGrid, type DayCell, type DayState, figuresOf, type GridRow, percentOf } from './day-grid.ts';
import { useRuns } from './reconciliation-queries.ts';
import { RunDrawer } from './run-drawer.tsx';
import { UploadRunDialog, type WantedUpload } from './upload-run-dialog.tsx';

const LEGEND: readonly DayState[] = ['OPEN', 'FAILED', 'GIVEN_UP', 'RUNNING', 'MISSING', 'DONE', 'CLOSED'];

/** Channels down, days across: one look shows what is done, failed, open and locked. */
export function DaysTab(): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const { filter, change } = useFilter(['month', 'run']);
  const month = filter.month ?? thisMonth();
  const runs = useRuns(month);
  const [wanted, setWanted] = useState<WantedUpload | undefined>(undefined);
  if (runs.isError && !runs.data) return <FailedToLoad error={runs.error} onRetry={() => void runs.refetch()} />;
  const rows = runs.data?.rows ?? [];
  const grid = dayGrid(month, rows, businessDate(Date.now()));
  const figures = figuresOf(rows);
  const mayManage = permissions.includes('reconciliation.manage');
  return (
    <section className="panel">
      <div className="recon-top">
        <div className="filters">
          <MonthChoice month={month} onChange={(chosen) => change({ month: chosen })} />
          {mayManage && (
            <Button icon={<UploadOutlined />} onClick={() => setWanted({})}>
              {t('run.upload')}
            </Button>
          )}
        </div>
        <dl className="totals" aria-live="polite">
          <Total name="matchedCount" value={percentOf(figures.matchedCount, figures.comparedCount)} />
          <Total name="matchedAmount" value={percentOf(figures.matchedFen, figures.comparedFen)} />
          <Total name="open" value={String(figures.openDifferences)} owed={figures.openDifferences > 0} />
          <Total name="atRisk" value={yuan(figures.atRiskFen)} owed={figures.atRiskFen > 0} />
        </dl>
      </div>
      {runs.isError && <Alert type="warning" showIcon className="stale" title={t('kiosks.stale')} role="status" />}
      {runs.data && !runs.isPlaceholderData ? (
        <Grid rows={grid} onOpen={(runId) => change({ run: runId })} />
      ) : (
        <Skeleton active paragraph={{ rows: 6 }} />
      )}
      <ul className="recon-legend">
        {LEGEND.map((state) => (
          <li key={state}>
            <span className={`day day-${state}`} aria-hidden="true">
              {mark(state, 2)}
            </span>
            {t(`day.${state}`)}
          </li>
        ))}
      </ul>
      {filter.run && (
        <RunDrawer
          runId={filter.run}
          onClose={() => change({ run: undefined })}
          onUpload={(again) => {
            change({ run: undefined });
            setWanted(again);
          }}
        />
      )}
      {wanted && (
        <UploadRunDialog
          wanted={wanted}
          onClose={() => setWanted(undefined)}
          onDone={(runId) => {
            setWanted(undefined);
            change({ run: runId });
          }}
        />
      )}
    </section>
  );
}

function Total({
  name,
  value,
  owed = false,
}: {
  name: string;
  value: string | undefined;
  owed?: boolean;
}): ReactElement {
  const { t } = useTranslation();
  return (
    <div>
      <dt>{t(`run.total.${name}`)}</dt>
      <dd className={`money${owed ? ' money-owed' : ''}`}>{value ?? '–'}</dd>
    </div>
  );
}

function Grid({ rows, onOpen }: { rows: readonly GridRow[]; onOpen: (runId: string) => void }): ReactElement {
  const { t } = useTranslation();
  const dates = rows[0]?.cells.map((cell) => cell.date) ?? [];
  return (
    <div className="recon-scroll">
      <table className="recon-grid">
        <thead>
          <tr>
            <th scope="col">{t('run.channel')}</th>
            {dates.map((date) => (
              <th key={date} scope="col" className={isWeekend(date) ? 'weekend' : undefined}>
                {Number(date.slice(-2))}
              </th>
            ))}
            <th scope="col">{t('run.matched')}</th>
            <th scope="col">{t('run.total.atRisk')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {t(`channel.${row.channel}`)} <span className="quiet">{t(`run.kind.${row.kind}`)}</span>
                {row.merchant !== '' && <small className="quiet">{row.merchant}</small>}
              </th>
              {row.cells.map((cell) => (
                <td key={cell.date}>
                  <Day row={row} cell={cell} onOpen={onOpen} />
                </td>
              ))}
              <td className="digits">{percentOf(row.figures.matchedFen, row.figures.comparedFen) ?? '–'}</td>
              <td className={`money ${row.figures.atRiskFen > 0 ? 'money-owed' : 'money-quiet'}`}>
                {yuan(row.figures.atRiskFen)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Day({ row, cell, onOpen }: { row: GridRow; cell: DayCell; onOpen: (runId: string) => void }): ReactElement {
  const { t } = useTranslation();
  const { run, state, date } = cell;
  const open = run?.openDifferences ?? 0;
  const words = `${date} ${t(`channel.${row.channel}`)} ${t(`run.kind.${row.kind}`)}: ${t(`day.${state}`)}`;
  const title = state === 'OPEN' ? `${words} (${open})` : words;
  if (!run) {
    return (
      <span className={`day day-${state}`} title={title}>
        {mark(state, 0)}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`day day-${state}`}
      title={title}
      aria-label={title}
      onClick={() => onOpen(run.runId)}
    >
      {mark(state, open)}
    </button>
  );
}

/** A sign beside the colour, for those who do not see colours. */
function mark(state: DayState, open: number): ReactNode {
  const marks: Readonly<Record<DayState, ReactNode>> = {
    CLOSED: <LockFilled />,
    DONE: <CheckOutlined />,
    OPEN: open > 99 ? '99+' : open,
    FAILED: <ExclamationOutlined />,
    GIVEN_UP: <StopOutlined />,
    RUNNING: <LoadingOutlined />,
    MISSING: <MinusOutlined />,
    AHEAD: undefined,
  };
  return marks[state];
}

function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}
