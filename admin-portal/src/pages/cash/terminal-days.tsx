import type { DayReport } from '@louting/server/contract/day-close-api';
import { Button, Popconfirm, Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useFailureWords } from '../../words/failure-words.ts';
import { useAskTotals } from './terminal-queries.ts';

type TerminalDay = DayReport['terminals'][number];

/** Card payments 刷卡: ours beside what each terminal says itself. */
export function TerminalDays({ days }: { days: readonly TerminalDay[] }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  return (
    <section>
      <h3>{t('terminals.day')}</h3>
      <Table<TerminalDay>
        size="small"
        pagination={false}
        rowKey="kioskId"
        dataSource={days}
        columns={[
          { title: t('payments.kiosk'), dataIndex: 'kioskNumber' },
          { title: t('payment.slip.batch'), render: (_, row) => row.terminal?.batch ?? '–' },
          {
            title: t('terminals.ours'),
            align: 'right',
            render: (_, row) => row.ours && <Money amount={row.ours.netFen} />,
          },
          {
            title: t('terminals.theirs'),
            align: 'right',
            render: (_, row) =>
              row.terminal && <Money amount={row.terminal.netFen} tone={differs(row) ? 'owed' : undefined} />,
          },
          {
            title: t('kiosks.state'),
            render: (_, row) => {
              if (row.code !== undefined) return words(row.code);
              if (row.state !== 'told') return t(`terminals.${row.state}`);
              return (
                <Tag color={differs(row) ? 'error' : 'success'}>
                  {t(differs(row) ? 'terminals.differ' : 'terminals.agree')}
                </Tag>
              );
            },
          },
        ]}
      />
    </section>
  );
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
  const ask = useAskTotals();
  if (report.terminals.length === 0) return undefined;
  const send = (settles: boolean) => {
    for (const { kioskId } of report.terminals) {
      ask.mutate({ totalsId: crypto.randomUUID(), kioskId, businessDate: report.businessDate, settles });
    }
  };
  return (
    <div className="cash-actions">
      <Button onClick={() => send(false)}>{t('terminals.ask')}</Button>
      <Popconfirm title={t('terminals.settleOnce')} onConfirm={() => send(true)}>
        <Button danger>{t('terminals.settle')}</Button>
      </Popconfirm>
    </div>
  );
}
