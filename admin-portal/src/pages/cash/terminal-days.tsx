import { LoadingOutlined } from '@ant-design/icons';
import type { Fen } from '@louting/common/money';
import type { DayReport } from '@louting/server/contract/day-close-api';
import { Alert, Button, Popconfirm, Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useAskTotals } from './terminal-queries.ts';

type TerminalDay = DayReport['terminals'][number];

/** Card payments 刷卡: ours beside what each terminal says itself. */
export function TerminalDays({ days }: { days: readonly TerminalDay[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{t('terminals.day')}</h3>
      <Table<TerminalDay>
        size="small"
        pagination={false}
        rowKey="kioskId"
        dataSource={days}
        columns={[
          { title: t('payments.kiosk'), dataIndex: 'kioskNumber', width: 90 },
          {
            title: t('payment.slip.batch'),
            width: 110,
            render: (_, row) => <span className="digits">{row.terminal?.batch ?? '–'}</span>,
          },
          {
            title: t('terminals.ours'),
            width: 150,
            align: 'right',
            render: (_, { ours }) => <Sold {...(ours && { netFen: ours.netFen, sales: ours.count })} />,
          },
          {
            title: t('terminals.theirs'),
            width: 150,
            align: 'right',
            render: (_, row) => (
              <Sold
                {...(row.terminal && {
                  netFen: row.terminal.netFen,
                  sales: row.terminal.sales?.count,
                  reversals: row.terminal.reversals?.count,
                })}
                differs={differs(row)}
              />
            ),
          },
          { title: t('kiosks.state'), render: (_, row) => <TerminalState day={row} /> },
        ]}
      />
    </section>
  );
}

interface SoldProps {
  readonly netFen?: Fen;
  readonly sales?: number | undefined;
  readonly reversals?: number | undefined;
  readonly differs?: boolean;
}

/** A sum, and how many it is made of: the same sum of another number of sales is not the same. */
function Sold({ netFen, sales, reversals = 0, differs: isWrong = false }: SoldProps): ReactElement {
  const { t } = useTranslation();
  if (netFen === undefined) return <span className="quiet">–</span>;
  return (
    <div className="two-lines">
      <Money amount={netFen} tone={isWrong ? 'owed' : undefined} />
      {sales !== undefined && (
        <small className="quiet">
          {reversals > 0 ? t('terminals.salesReversed', { sales, reversals }) : t('terminals.sales', { sales })}
        </small>
      )}
    </div>
  );
}

function TerminalState({ day }: { readonly day: TerminalDay }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  if (day.code !== undefined) {
    return (
      <>
        {words(day.code)} <span className="quiet">{day.code}</span>
      </>
    );
  }
  if (day.state === 'waiting') {
    return (
      <div className="two-lines">
        <span>
          <Tag icon={<LoadingOutlined />} color="processing">
            {t('terminals.waiting')}
          </Tag>
        </span>
        <small className="quiet">{t('terminals.waitingHint')}</small>
      </div>
    );
  }
  if (day.state !== 'told') return <span className="quiet">{t(`terminals.${day.state}`)}</span>;
  const isWrong = differs(day);
  return <Tag color={isWrong ? 'error' : 'success'}>{t(isWrong ? 'terminals.differ' : 'terminals.agree')}</Tag>;
}

/** Sums, and numbers where the terminal counts: two sales that cancel out are still two. */
function differs({ ours, terminal }: TerminalDay): boolean {
  if (!ours || !terminal) return false;
  const count = terminal.sales && terminal.sales.count - (terminal.reversals?.count ?? 0);
  return terminal.netFen !== ours.netFen || (count !== undefined && count !== ours.count);
}

/** Asks the terminals of the day; one that closes its day for it only where that is ordered. */
export function AskTerminals({ report }: { report: DayReport }): ReactElement | undefined {
  const { t } = useTranslation();
  const words = useFailureWords();
  const ask = useAskTotals();
  if (report.terminals.length === 0) return undefined;
  const busy = ask.isPending || report.terminals.some(({ state }) => state === 'waiting');
  const send = (settles: boolean) => {
    for (const { kioskId } of report.terminals) {
      ask.mutate({ totalsId: crypto.randomUUID(), kioskId, businessDate: report.businessDate, settles });
    }
  };
  return (
    <>
      {ask.isError && (
        <Alert type="error" showIcon title={words(failureCode(ask.error))} description={failureCode(ask.error)} />
      )}
      <div className="cash-actions">
        <Button loading={ask.isPending} disabled={busy} onClick={() => send(false)}>
          {t('terminals.ask')}
        </Button>
        <Popconfirm title={t('terminals.settleOnce')} disabled={busy} onConfirm={() => send(true)}>
          <Button danger disabled={busy}>
            {t('terminals.settle')}
          </Button>
        </Popconfirm>
      </div>
    </>
  );
}
