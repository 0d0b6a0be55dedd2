import type { Household } from '@louting/server/contract/admin-api';
import { Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { ReverseBill } from './reverse-bill.tsx';

type HouseholdBill = Household['bills'][number];

const COLOURS: Readonly<Record<HouseholdBill['state'], string>> = {
  DRAFT: 'default',
  PUBLISHED: 'processing',
  PARTIALLY_PAID: 'warning',
  PAID: 'success',
  REVERSED: 'default',
  WRITTEN_OFF: 'default',
};

/** A bill opens to how its amount came about: owners ask, and staff must be able to say. */
export function BillsTable({ bills }: { bills: readonly HouseholdBill[] }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  return (
    <Table<HouseholdBill>
      size="middle"
      rowKey="billId"
      dataSource={bills}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 860 }}
      locale={{ emptyText: t('bills.empty') }}
      expandable={{ expandedRowRender: (bill) => <Basis bill={bill} />, expandRowByClick: true }}
      columns={[
        { title: t('bill.item'), render: (_, bill) => localised(bill.item.name) },
        {
          title: t('bill.period'),
          width: 210,
          render: (_, bill) => <span className="digits">{`${bill.periodFrom} ~ ${bill.periodTo}`}</span>,
        },
        {
          title: t('bill.dueDate'),
          width: 170,
          render: (_, bill) => (
            <>
              <span className="digits">{bill.dueDate}</span>{' '}
              {bill.overdue && <Tag color="error">{t('bill.overdue')}</Tag>}
              {bill.inDispute && <Tag color="warning">{t('bill.inDispute')}</Tag>}
            </>
          ),
        },
        { title: t('bill.amount'), width: 120, align: 'right', render: (_, bill) => <Money amount={bill.amountFen} /> },
        {
          title: t('bill.outstanding'),
          width: 120,
          align: 'right',
          render: (_, bill) => <Money amount={bill.outstandingFen} tone={bill.outstandingFen > 0 ? 'owed' : 'quiet'} />,
        },
        {
          title: t('payments.state'),
          width: 110,
          render: (_, bill) => <Tag color={COLOURS[bill.state]}>{t(`bill.${bill.state}`)}</Tag>,
        },
      ]}
    />
  );
}

function Basis({ bill }: { bill: HouseholdBill }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  return (
    <div className="basis">
      <b>{t('bill.basis')}</b>
      {bill.readings && (
        <p className="quiet digits">
          {t('bill.readings', {
            previous: readingWords(bill.readings.previous),
            current: readingWords(bill.readings.current),
            usage: readingWords(bill.readings.current - bill.readings.previous),
            unit: localised(bill.readings.unit),
          })}
        </p>
      )}
      <ul>
        {bill.lines.map((line, index) => (
          <li key={`${index}-${line.amountFen}`}>
            <span>
              {line.tier && <Tag>{t('bill.tier', { tier: line.tier })}</Tag>}
              {localised(line.explanation)}
            </span>
            <Money amount={line.amountFen} />
          </li>
        ))}
      </ul>
      <ReverseBill bill={bill} />
    </div>
  );
}

/** @param reading in 0.001 unit */
function readingWords(reading: number): string {
  return (reading / 1000).toFixed(3).replace(/\.?0+$/, '');
}
