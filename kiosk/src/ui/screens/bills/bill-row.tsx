import { useTranslation } from 'react-i18next';
import type { BillView, Language } from '../../../screens.ts';
import { Amount } from '../../parts/amount.tsx';
import { ChargeSign } from '../../pictures/charge-sign.tsx';
import { sayDay, sayPeriod } from '../../words/dates.ts';
import './bills.css';

/** What one bill says in a list: what for, which months, how much. */
export function BillLine({ bill, language }: { readonly bill: BillView; readonly language: Language }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="bill-name">
        <ChargeSign family={bill.family} name={bill.itemName['zh-CN']} />
        {bill.itemName[language]}
      </span>
      <span className="bill-sum">
        <Amount fen={bill.outstandingFen} />
      </span>
      <span className="bill-period">
        {bill.roomLabel !== undefined && <span className="bill-room">{bill.roomLabel}</span>}
        {sayPeriod(bill.periodFrom, bill.periodTo, language)}
        {bill.dispute && bill.dispute.progress !== 'answered' ? (
          <span className="bill-overdue">{t('bills.asked')}</span>
        ) : bill.overdue ? (
          <span className="bill-overdue">{t('bills.overdue')}</span>
        ) : (
          <span className="bill-due">{t('bills.due', { day: sayDay(bill.dueDate, language) })}</span>
        )}
      </span>
    </>
  );
}
