import { businessTime } from '@louting/common/clock';
import type { DayReport } from '@louting/server/contract/day-close-api';
import { Alert, Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money, yuan } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { useFailureWords } from '../../words/failure-words.ts';
import { MethodName } from '../order-tags.tsx';
import { HopperDays } from './hopper-days.tsx';
import { TerminalDays } from './terminal-days.tsx';

/** The daily close as a sheet of paper. */
export function DaySheet({ report }: { report: DayReport }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { totals, cash } = report;
  const missing = report.series.some((series) => series.missing !== 0);
  return (
    <article className="day-sheet">
      <header>
        <h2>
          {t('cash.sheetTitle', {
            community: localised(report.communityName),
            date: report.businessDate,
          })}
        </h2>
        <p className="quiet">{report.companyName}</p>
      </header>
      {missing && <Alert type="error" showIcon title={t('cash.numbersMissing')} />}
      <Table
        size="small"
        pagination={false}
        rowKey={(row) => `${row.kioskId} ${row.method}`}
        dataSource={report.takings}
        locale={{ emptyText: t('cash.noReceipts') }}
        columns={[
          { title: t('payments.kiosk'), dataIndex: 'kioskNumber' },
          {
            title: t('payments.method'),
            render: (_, row) => <MethodName method={row.method} />,
          },
          { title: t('cash.receipts'), align: 'right', dataIndex: 'count' },
          {
            title: t('cash.amount'),
            align: 'right',
            render: (_, row) => <Money amount={row.sumFen} />,
          },
          {
            title: t('cash.late'),
            align: 'right',
            render: (_, row) =>
              row.lateCount === 0 ? (
                <span className="quiet">–</span>
              ) : (
                <>
                  {row.lateCount} / <Money amount={row.lateFen} />
                </>
              ),
          },
        ]}
        summary={() => (
          <Table.Summary.Row className="sum-row">
            <Table.Summary.Cell index={0} colSpan={2}>
              {t('cash.total')}
            </Table.Summary.Cell>
            <Table.Summary.Cell index={2} align="right">
              {totals.count}
            </Table.Summary.Cell>
            <Table.Summary.Cell index={3} align="right">
              <Money amount={totals.sumFen} />
            </Table.Summary.Cell>
            <Table.Summary.Cell index={4} align="right">
              {totals.lateCount > 0 && (
                <>
                  {totals.lateCount} / <Money amount={totals.lateFen} />
                </>
              )}
            </Table.Summary.Cell>
          </Table.Summary.Row>
        )}
      />
      <Table
        size="small"
        pagination={false}
        rowKey="kioskId"
        dataSource={report.series}
        locale={{ emptyText: t('cash.noReceipts') }}
        columns={[
          { title: t('payments.kiosk'), dataIndex: 'kioskNumber' },
          {
            title: t('cash.firstNumber'),
            render: (_, row) => <span className="digits">{row.first}</span>,
          },
          {
            title: t('cash.lastNumber'),
            render: (_, row) => <span className="digits">{row.last}</span>,
          },
          { title: t('cash.receipts'), align: 'right', dataIndex: 'count' },
          {
            title: t('cash.missingNumbers'),
            align: 'right',
            render: (_, row) => (row.missing === 0 ? t('cash.none') : <b className="money-owed">{row.missing}</b>),
          },
        ]}
      />
      {report.collections.length > 0 && (
        <Table
          size="small"
          pagination={false}
          rowKey="collectionId"
          dataSource={report.collections}
          columns={[
            { title: t('payments.kiosk'), dataIndex: 'kioskNumber' },
            { title: t('cash.seal'), dataIndex: 'sealNumber' },
            {
              title: t('cash.booked'),
              align: 'right',
              render: (_, row) => <Money amount={row.bookedFen} />,
            },
            {
              title: t('cash.counted'),
              align: 'right',
              render: (_, row) => <Money amount={row.countedFen} />,
            },
          ]}
        />
      )}
      {report.terminals.length > 0 && <TerminalDays days={report.terminals} />}
      {report.hoppers.length > 0 && <HopperDays days={report.hoppers} />}
      <dl className="day-facts">
        <Fact name={t('cash.total.inBoxesFen')} value={yuan(cash.inBoxesFen)} />
        <Fact name={t('cash.total.inBagsFen')} value={yuan(cash.inBagsFen)} />
        <Fact name={t('cash.total.atOfficeFen')} value={yuan(cash.atOfficeFen)} />
      </dl>
      <OpenMatters report={report} />
      {report.lateReceipts.length > 0 && (
        <section>
          <h3>{t('cash.lateReceipts')}</h3>
          <ul className="cash-counts">
            {report.lateReceipts.map((receipt) => (
              <li key={receipt.receiptNumber}>
                <span className="digits">{receipt.receiptNumber}</span>{' '}
                <span className="quiet digits">{businessTime(receipt.paidAt)}</span> <Money amount={receipt.sumFen} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

/** What is still open when the day is closed: it does not stop the close, but whoever signs has seen it. */
function OpenMatters({ report }: { report: DayReport }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { exceptions, differences, doubtfulNotes, bagsToCount, hoppersToCount } = report.open;
  const counts = bagsToCount + hoppersToCount + doubtfulNotes + differences.count;
  const nothing = exceptions.length === 0 && counts === 0;
  if (nothing) return <Alert type="success" showIcon title={t('cash.nothingOpen')} />;
  return (
    <section>
      <h3>{t('cash.openMatters')}</h3>
      <ul className="open-matters">
        {bagsToCount > 0 && <li>{t('cash.bagsToCount', { count: bagsToCount })}</li>}
        {hoppersToCount > 0 && <li>{t('hoppers.toCount', { count: hoppersToCount })}</li>}
        {doubtfulNotes > 0 && <li>{t('cash.doubtCount', { count: doubtfulNotes })}</li>}
        {differences.count > 0 && (
          <li>
            {t('cash.differenceCount', { count: differences.count })} <Money amount={differences.sumFen} tone="owed" />
          </li>
        )}
        {exceptions.map((exception) => (
          <li key={exception.code}>
            {words(exception.code)} <span className="quiet">{exception.code}</span> × {exception.count}{' '}
            <Money amount={exception.sumFen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="money">{value}</dd>
    </div>
  );
}
