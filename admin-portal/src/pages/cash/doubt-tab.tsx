import { businessTime } from '@louting/common/clock';
import type { DoubtfulCash } from '@louting/server/contract/cash-api';
import { Button, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { durationWords } from '../kiosks/duration-words.ts';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useDoubtfulNotes } from './cash-queries.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { noteName } from './note-bars.tsx';
import { reasonWords } from './reason-words.ts';
import { OpenFilter } from './open-filter.tsx';

const STATE_COLOURS: Readonly<Record<DoubtfulCash['state'], string>> = {
  'in-box': 'processing',
  'to-decide': 'error',
  found: 'success',
  'not-stacked': 'default',
};

/** Notes whose place the device could not tell, and notes in the box that no order claims: the count decides. */
export function DoubtTab(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { permissions } = useLoggedInStaff();
  const { filter, page, change } = useFilter(['open']);
  const notes = useDoubtfulNotes({ communityId, open: filter.open, ...page });
  const [deciding, setDeciding] = useState<DoubtfulCash | undefined>(undefined);
  const columns: NonNullable<TableProps<DoubtfulCash>['columns']> = [
    {
      title: t('cash.doubtKind'),
      width: 110,
      render: (_, row) => <Tag>{t(`cash.doubt.${row.kind}`)}</Tag>,
    },
    {
      title: t('cash.value'),
      width: 90,
      align: 'right',
      render: (_, row) => (row.denominationFen === undefined ? t('cash.valueUnknown') : noteName(row.denominationFen)),
    },
    {
      title: t('kiosks.state'),
      width: 130,
      render: (_, row) => <Tag color={STATE_COLOURS[row.state]}>{t(`cash.doubtState.${row.state}`)}</Tag>,
    },
    {
      title: t('cash.age'),
      width: 180,
      render: (_, row) => (
        <div className="two-lines">
          <span className="digits">{businessTime(row.at)}</span>
          {row.decidedAt === undefined && <span className="quiet">{durationWords(Date.now() - row.at, t)}</span>}
        </div>
      ),
    },
    {
      title: t('kiosks.kiosk'),
      width: 130,
      render: (_, row) => `${row.kioskNumber} · ${t('cash.sessionNumber', { number: row.sessionNumber })}`,
    },
    {
      title: t('payments.room'),
      width: 220,
      render: (_, row) =>
        row.reference === undefined ? (
          <span className="quiet">–</span>
        ) : (
          <div className="two-lines">
            <span>
              {row.roomLabel} <span className="quiet">{row.payerMasked}</span>
            </span>
            <span className="digits quiet">{row.reference}</span>
          </div>
        ),
    },
    {
      title: t('cash.decision'),
      render: (_, row) => {
        if (row.decidedAt !== undefined) {
          const by = row.decidedBy === 'system' ? t('cash.bySystem') : row.decidedBy;
          return `${by} · ${reasonWords(row.reason ?? '', t)}`;
        }
        if (row.state !== 'to-decide') return <span className="quiet">{t('cash.waitsForCount')}</span>;
        return (
          permissions.includes('cash.close') && (
            <Button size="small" onClick={() => setDeciding(row)}>
              {t('cash.decide')}
            </Button>
          )
        );
      },
    },
  ];
  return (
    <section className="panel">
      <OpenFilter open={filter.open} words={{ open: t('cash.undecided'), done: t('cash.decided') }} onChange={change} />
      <RowsTable
        answer={notes}
        page={page}
        onPage={change}
        columns={columns}
        rowKey={(row) => row.noteId}
        emptyWords={t('cash.noDoubt')}
        width={1070}
      />
      {deciding && <DecideDialog note={deciding} onClose={() => setDeciding(undefined)} />}
    </section>
  );
}
