import type { BalanceStatement } from '@louting/server/contract/bank-balances-api';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../../money/money.tsx';

type Figure = 'ledgerFen' | 'beforeBooksFen' | 'bankInFen' | 'bankOutFen' | 'bankFen' | 'booksInFen' | 'booksOutFen';

const LEDGER = ['ledgerFen', 'beforeBooksFen', 'bankInFen', 'bankOutFen'] as const;
const BANK = ['bankFen', 'booksInFen', 'booksOutFen'] as const;

/** The two columns of the form, each ending in its adjusted balance. */
export function BalanceSides({ statement }: { statement: BalanceStatement }): ReactElement {
  return (
    <div className="recon-two">
      <Side statement={statement} figures={LEDGER} sum="adjustedLedgerFen" />
      <Side statement={statement} figures={BANK} sum="adjustedBankFen" />
    </div>
  );
}

interface SideProps {
  readonly statement: BalanceStatement;
  readonly figures: readonly Figure[];
  readonly sum: 'adjustedLedgerFen' | 'adjustedBankFen';
}

function Side({ statement, figures, sum }: SideProps): ReactElement {
  const { t } = useTranslation();
  return (
    <table className="balance-side">
      <tbody>
        {figures.map((figure) => (
          <tr key={figure}>
            <th scope="row">{t(`balance.${figure}`)}</th>
            <td>
              <Money amount={statement[figure]} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('balance.adjusted')}</th>
          <td>
            <Money amount={statement[sum]} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
