import type { AccountRow } from '@louting/server/contract/ledger-api';
import { Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';

const HEIGHT = 28;
const MONTH_WIDTH = 11;
const BAR_WIDTH = 4;

/** Debit and credit of each month beside each other; the highest bar fills the height. */
export function TurnoverBars({ months }: { months: AccountRow['months'] }): ReactElement {
  const { t } = useTranslation();
  const most = Math.max(1, ...months.flatMap((month) => [month.debitFen, month.creditFen]));
  const height = (amount: number) => (amount === 0 ? 0 : Math.max(1, (amount / most) * HEIGHT));
  return (
    <Tooltip
      title={months
        .filter((month) => month.debitFen > 0 || month.creditFen > 0)
        .map(({ month, debitFen, creditFen }) => (
          <div key={month} className="digits">
            {month} {t('ledger.debit')} {yuan(debitFen)} {t('ledger.credit')} {yuan(creditFen)}
          </div>
        ))}
    >
      <svg
        className="turnover-bars"
        width={months.length * MONTH_WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t('books.turnover')}
      >
        {months.map(({ month, debitFen, creditFen }, index) => (
          <g key={month} transform={`translate(${index * MONTH_WIDTH} 0)`}>
            <rect
              className="turnover-debit"
              width={BAR_WIDTH}
              y={HEIGHT - height(debitFen)}
              height={height(debitFen)}
            />
            <rect
              className="turnover-credit"
              x={BAR_WIDTH + 1}
              width={BAR_WIDTH}
              y={HEIGHT - height(creditFen)}
              height={height(creditFen)}
            />
          </g>
        ))}
      </svg>
    </Tooltip>
  );
}
