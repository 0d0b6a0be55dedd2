import type { MonthReport } from '@louting/server/contract/reconciliation-api';
import { Descriptions, Empty } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';

const SHARES = ['auto', 'byPerson', 'explained', 'waiting'] as const;

/** How much of what came into the bank is explained, and by whom; and what the account comes to. */
export function BankShares({ bank }: { bank: MonthReport['bank'] }): ReactElement {
  const { t } = useTranslation();
  const shares = SHARES.map((name) => ({ name, count: bank[`${name}Count`], amountFen: bank[`${name}Fen`] }));
  const sum = shares.reduce((total, share) => total + share.amountFen, 0);
  return (
    <div className="stack">
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'opening', label: t('month.openingFen'), children: <Money amount={bank.openingFen} /> },
          { key: 'closing', label: t('month.bankClosing'), children: <Money amount={bank.closingFen} /> },
          { key: 'in', label: t('month.in'), children: <Money amount={bank.inFen} /> },
          { key: 'out', label: t('month.out'), children: <Money amount={bank.outFen} /> },
        ]}
      />
      {bank.lines === 0 || sum === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('month.noLines')} />
      ) : (
        <>
          <div className="share-bar" aria-hidden="true">
            {shares
              .filter((share) => share.amountFen > 0)
              .map((share) => (
                <i key={share.name} className={`share-${share.name}`} style={{ flexGrow: share.amountFen }} />
              ))}
          </div>
          <ul className="share-list">
            {shares.map((share) => (
              <li key={share.name}>
                <i className={`share-${share.name}`} />
                {t(`month.share.${share.name}`)}
                <span className="quiet">{t('month.lines', { count: share.count })}</span>
                <Money amount={share.amountFen} />
              </li>
            ))}
          </ul>
          {bank.oldestWaitingOn !== undefined && (
            <p className="quiet">{t('month.oldestWaiting', { date: bank.oldestWaitingOn })}</p>
          )}
        </>
      )}
    </div>
  );
}
