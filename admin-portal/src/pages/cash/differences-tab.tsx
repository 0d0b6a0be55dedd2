import { businessTime } from '@louting/common/clock';
import type { CashDifference } from '@louting/server/contract/cash-api';
import { Button, Segmented, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { durationWords } from '../kiosks/duration-words.ts';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useDifferences } from './cash-queries.ts';
import { ExplainDialog } from './explain-dialog.tsx';
import { reasonWords } from './reason-words.ts';

/** What counts and books do not agree on, until somebody has said where it went. */
export function DifferencesTab(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { permissions } = useLoggedInStaff();
  const { filter, page, change } = useFilter(['state']);
  const differences = useDifferences({
    communityId,
    state: filter.state,
    ...page,
  });
  const [explaining, setExplaining] = useState<CashDifference | undefined>(undefined);
  const columns: NonNullable<TableProps<CashDifference>['columns']> = [
    {
      title: t('cash.kind'),
      width: 100,
      render: (_, row) => (
        <Tag color={row.kind === 'CASH_SHORT' ? 'error' : 'warning'}>{t(`cash.kind.${row.kind}`)}</Tag>
      ),
    },
    {
      title: t('cash.amount'),
      width: 120,
      align: 'right',
      render: (_, row) => <Money amount={row.amountFen} />,
    },
    {
      title: t('cash.openAmount'),
      width: 120,
      align: 'right',
      render: (_, row) => <Money amount={row.openFen} tone={row.openFen === 0 ? 'quiet' : 'owed'} />,
    },
    {
      title: t('cash.where'),
      width: 220,
      render: (_, row) => (
        <div className="two-lines">
          <span>{row.kioskNumber ?? t('cash.office')}</span>
          <span className="quiet">
            {row.sealNumber ? `${t('cash.sessionNumber', { number: row.sessionNumber })} · ${row.sealNumber}` : ''}
            {row.movementNumber !== undefined && t('hoppers.countNumber', { number: row.movementNumber })}
          </span>
        </div>
      ),
    },
    {
      title: t('cash.raisedAt'),
      width: 170,
      render: (_, row) => (
        <div className="two-lines">
          <span className="digits">{businessTime(row.raisedAt)}</span>
          {row.state === 'OPEN' && <span className="quiet">{durationWords(Date.now() - row.raisedAt, t)}</span>}
        </div>
      ),
    },
    {
      title: t('cash.explanation'),
      render: (_, row) => (
        <ul className="cash-resolutions">
          {row.resolutions.map((resolution) => (
            <li key={`${resolution.decidedAt} ${resolution.way} ${resolution.amountFen}`}>
              <Tag>{t(`cash.way.${resolution.way}`)}</Tag>
              <Money amount={resolution.amountFen} /> {reasonWords(resolution.reason, t)}{' '}
              <span className="quiet">
                {resolution.decidedBy === 'system' ? t('cash.bySystem') : resolution.decidedBy}
              </span>
            </li>
          ))}
          {row.state === 'OPEN' && row.ways.length > 0 && permissions.includes('cash.close') && (
            <li>
              <Button size="small" onClick={() => setExplaining(row)}>
                {t('cash.explain')}
              </Button>
            </li>
          )}
          {row.state === 'OPEN' && row.ways.length === 0 && <li className="quiet">{t('cash.othersExplain')}</li>}
        </ul>
      ),
    },
  ];
  return (
    <section className="panel">
      <div className="filters">
        <Segmented
          aria-label={t('kiosks.state')}
          value={filter.state ?? 'all'}
          onChange={(state) => change({ state: state === 'all' ? undefined : state })}
          options={[
            { value: 'all', label: t('kiosks.all') },
            { value: 'OPEN', label: t('cash.difference.OPEN') },
            { value: 'EXPLAINED', label: t('cash.difference.EXPLAINED') },
          ]}
        />
      </div>
      <RowsTable
        answer={differences}
        page={page}
        onPage={change}
        columns={columns}
        rowKey={(row) => row.differenceId}
        emptyWords={t('cash.noDifferences')}
        width={1070}
      />
      {explaining && <ExplainDialog difference={explaining} onClose={() => setExplaining(undefined)} />}
    </section>
  );
}
