import type { ExceptionRow } from '@louting/server/contract/exceptions-api';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useFailureWords } from '../../words/failure-words.ts';
import { FailureTag, OrderStateTag } from '../order-tags.tsx';
import { Age, Deadline, ExceptionStateTag } from './deadline.tsx';

export function useExceptionColumns(): NonNullable<TableProps<ExceptionRow>['columns']> {
  const { t } = useTranslation();
  const words = useFailureWords();
  return [
    { title: t('payments.state'), width: 110, render: (_, row) => <ExceptionStateTag state={row.state} /> },
    { title: t('exceptions.deadline'), width: 150, render: (_, row) => <Deadline row={row} /> },
    {
      title: t('exceptions.what'),
      render: (_, row) => (
        <>
          <FailureTag code={row.code} tone="orange" /> {words(row.code)}
        </>
      ),
    },
    {
      title: t('cash.amount'),
      width: 120,
      align: 'right',
      render: (_, row) => <Money amount={row.amountFen} />,
    },
    {
      title: t('payments.room'),
      width: 170,
      render: (_, row) => (
        <div className="two-lines">
          <span className="plain">{row.roomLabel ?? '–'}</span>
          <span className="quiet digits">{row.reference ?? ''}</span>
        </div>
      ),
    },
    {
      title: t('exceptions.order'),
      width: 120,
      render: (_, row) =>
        row.orderState ? <OrderStateTag state={row.orderState} /> : <span className="quiet">–</span>,
    },
    { title: t('exceptions.age'), width: 90, render: (_, row) => <Age since={row.raisedAt} /> },
    {
      title: t('exceptions.owner'),
      width: 110,
      render: (_, row) =>
        row.assignedTo?.name ?? row.resolvedBy ?? <span className="quiet">{t('exceptions.nobody')}</span>,
    },
  ];
}
