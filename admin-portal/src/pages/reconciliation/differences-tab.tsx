import type { Difference, DifferenceState } from '@louting/server/contract/reconciliation-api';
import { Segmented, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { CHANNELS } from './day-grid.ts';
import { useDifferenceColumns } from './difference-columns.tsx';
import { useDifferences } from './reconciliation-queries.ts';
import { SettleDialog, type Settling } from './settle-dialog.tsx';

const STATES = ['OPEN', 'ESCALATED', 'CLOSED', 'AUTO_RESOLVED', 'all'] as const satisfies readonly (
  DifferenceState | 'all'
)[];

/** What the two sides do not say alike, until somebody has explained it. */
export function DifferencesTab(): ReactElement {
  const { t } = useTranslation();
  const { filter, page, change } = useFilter(['state', 'channel']);
  const state = filter.state ?? 'OPEN';
  const differences = useDifferences({
    state: state === 'all' ? undefined : state,
    channel: filter.channel,
    ...page,
  });
  const [settling, setSettling] = useState<Settling | undefined>(undefined);
  const columns = useDifferenceColumns(setSettling);
  const totals = differences.data?.totals;
  return (
    <section className="panel">
      <div className="recon-top">
        <div className="filters">
          <Segmented
            aria-label={t('kiosks.state')}
            value={state}
            onChange={(chosen) => change({ state: chosen })}
            options={STATES.map((value) => ({
              value,
              label: value === 'all' ? t('kiosks.all') : t(`difference.state.${value}`),
            }))}
          />
          <Select
            allowClear
            className="filter-choice"
            aria-label={t('run.channel')}
            placeholder={t('run.channel')}
            value={filter.channel}
            options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
            onChange={(channel?: string) => change({ channel })}
          />
        </div>
        <dl className="totals" aria-live="polite">
          <div>
            <dt>{t('run.total.open')}</dt>
            <dd className="money">{totals?.open ?? '–'}</dd>
          </div>
          <div>
            <dt>{t('run.total.atRisk')}</dt>
            <dd className={`money${(totals?.openFen ?? 0) > 0 ? ' money-owed' : ''}`}>
              {totals ? yuan(totals.openFen) : '–'}
            </dd>
          </div>
        </dl>
      </div>
      <RowsTable<Difference>
        answer={differences}
        page={page}
        onPage={change}
        columns={columns}
        rowKey={(row) => row.differenceId}
        emptyWords={t(state === 'OPEN' ? 'difference.noneOpen' : 'difference.none')}
        width={1060}
      />
      {settling && <SettleDialog settling={settling} onClose={() => setSettling(undefined)} />}
    </section>
  );
}
