import { CheckCircleFilled, MinusCircleFilled } from '@ant-design/icons';
import type { BankMatch } from '@louting/server/contract/reconciliation-api';
import { Progress } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** What speaks against a match, or at least not for it. */
const AGAINST: ReadonlySet<string> = new Set([
  'name-of-another-room',
  'amount-partial',
  'amount-over',
  'amount-far-over',
  'amount-nothing-open',
  'other-purpose',
]);

/** Rounded down: nothing is certain. */
export function scorePercent(score: number): number {
  return Math.floor(score * 100);
}

/** How sure the machine is, and why, in words that can be checked against the line. */
export function MatchScore({ match }: { match: BankMatch }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="match-score">
      <Progress
        type="circle"
        size={76}
        percent={scorePercent(match.score)}
        status="normal"
        aria-label={t('bank.scoreLabel')}
      />
      <ul>
        {match.reasons.map((reason) => (
          <li key={reason} className={AGAINST.has(reason) ? 'against' : 'for'}>
            {AGAINST.has(reason) ? <MinusCircleFilled /> : <CheckCircleFilled />}{' '}
            {t(`reason.${reason}`, { defaultValue: reason })}
          </li>
        ))}
      </ul>
    </div>
  );
}
