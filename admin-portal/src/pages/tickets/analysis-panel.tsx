import type { Analysis } from '@louting/server/contract/help-desk-api';
import { Empty, Skeleton, Table } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { useCommunity } from '../../session/community.ts';
import { useTicketAnalysis } from './ticket-queries.ts';

const KINDS = ['help-call', 'bill-dispute', 'feedback', 'repair'] as const;
const FACES = ['good', 'fair', 'poor'] as const;

/** How much came in, how soon it was answered, and how owners liked it (S30, S42). */
export function AnalysisPanel(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const analysis = useTicketAnalysis(communityId);
  if (analysis.isError) return <FailedToLoad error={analysis.error} onRetry={() => void analysis.refetch()} />;
  if (!analysis.data) return <Skeleton active />;
  const { kinds, months } = analysis.data;
  return (
    <div className="stack">
      <Table<Analysis['kinds'][number]>
        size="middle"
        rowKey="kind"
        pagination={false}
        dataSource={kinds}
        columns={[
          { title: t('ticket.kind'), render: (_, row) => t(`ticket.kind.${row.kind}`) },
          { title: t('analysis.raised'), align: 'right', render: (_, row) => row.raised },
          { title: t('analysis.share'), align: 'right', render: (_, row) => share(row.resolved, row.raised) },
          { title: t('analysis.late'), align: 'right', render: (_, row) => row.escalated },
          { title: t('analysis.answer'), align: 'right', render: (_, row) => spanOf(row.secondsToAnswer, t) },
        ]}
      />
      <div className="ticket-charts">
        <Columns
          title={t('analysis.perMonth')}
          columns={months.map(({ month, raised }) => ({
            month,
            parts: KINDS.map((kind) => ({ words: t(`ticket.kind.${kind}`), count: raised[kind] })),
          }))}
        />
        <Columns
          title={t('analysis.faces')}
          columns={months.map(({ month, faces }) => ({
            month,
            parts: FACES.map((face) => ({ words: t(`face.${face}`), count: faces[face] })),
          }))}
        />
      </div>
    </div>
  );
}

interface Column {
  readonly month: string;
  readonly parts: readonly { readonly words: string; readonly count: number }[];
}

/** One stacked column a month; each part says its number. */
function Columns({ title, columns }: { title: string; columns: readonly Column[] }): ReactElement {
  const { t } = useTranslation();
  const totalOf = ({ parts }: Column) => parts.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(0, ...columns.map(totalOf));
  return (
    <figure className="ticket-columns">
      <figcaption>{title}</figcaption>
      {most === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('analysis.empty')} />
      ) : (
        <>
          <ol>
            {columns.map((column) => (
              <li key={column.month}>
                <span className="ticket-column">
                  {column.parts.map(({ words, count }, index) => (
                    <i
                      key={words}
                      className={`part-${index}`}
                      style={{ blockSize: `${(count / most) * 100}%` }}
                      title={`${words} ${count}`}
                    >
                      <span className="unseen">{`${words} ${count}`}</span>
                    </i>
                  ))}
                </span>
                <b className="digits">{totalOf(column)}</b>
                <span className="quiet digits">{column.month}</span>
              </li>
            ))}
          </ol>
          <p className="quiet ticket-legend">
            {columns[0]?.parts.map(({ words }, index) => (
              <span key={words}>
                <i className={`part-${index}`} /> {words}
              </span>
            ))}
          </p>
        </>
      )}
    </figure>
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((part / whole) * 100)}%`;
}

function spanOf(seconds: number | undefined, t: TFunction): string {
  if (seconds === undefined) return '–';
  if (seconds < 120) return t('analysis.seconds', { seconds });
  return seconds < 7_200
    ? t('span.minutes', { minutes: Math.round(seconds / 60) })
    : t('span.hours', { hours: Math.round(seconds / 3_600) });
}
