import type { BankLineRow } from '@louting/server/contract/reconciliation-api';
import { Tag, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { scorePercent } from './match-score.tsx';

export const BANK_STATE_COLOURS: Readonly<Record<BankLineRow['state'], string>> = {
  WAITING: 'warning',
  SUGGESTED: 'processing',
  PROPOSED: 'purple',
  BOOKED: 'success',
  EXPLAINED: 'success',
  OTHER: 'default',
};

export function useBankLineColumns(): NonNullable<TableProps<BankLineRow>['columns']> {
  const { t } = useTranslation();
  return [
    {
      title: t('bank.day'),
      width: 150,
      render: (_, row) => (
        <div className="two-lines">
          <span className="digits">{row.bookedOn}</span>
          <span className="quiet">
            {t(`bank.name.${row.bank}`, { defaultValue: row.bank })} {row.accountMasked}
          </span>
        </div>
      ),
    },
    { title: t('cash.amount'), width: 130, align: 'right', render: (_, row) => <Money amount={row.amountFen} /> },
    {
      title: t('bank.payer'),
      width: 190,
      render: (_, row) => (
        <div className="two-lines">
          <span>{row.counterpartyMasked || <span className="quiet">{t('bank.noPayer')}</span>}</span>
          <span className="digits quiet">{row.counterpartyAccountMasked}</span>
        </div>
      ),
    },
    { title: t('bank.remark'), render: (_, row) => <span className="recon-raw">{row.remark}</span> },
    {
      title: t('kiosks.state'),
      width: 140,
      render: (_, row) => (
        <div className="two-lines">
          <span>
            <Tag color={BANK_STATE_COLOURS[row.state]}>{t(`bank.state.${row.state}`)}</Tag>
          </span>
          <span className="quiet">{t(`bank.class.${row.class}`)}</span>
        </div>
      ),
    },
    { title: t('bank.match'), width: 220, render: (_, row) => <MatchInShort line={row} /> },
  ];
}

function MatchInShort({ line }: { line: BankLineRow }): ReactElement {
  const { match, state } = line;
  const { t } = useTranslation();
  if (!match || state === 'WAITING' || match.rooms.length === 0) return <span className="quiet">–</span>;
  const [first] = match.rooms;
  return (
    <div className="two-lines">
      <span>
        {first?.label} {match.rooms.length > 1 && t('bank.moreRooms', { count: match.rooms.length - 1 })}
      </span>
      <span className="quiet">
        {match.score > 0
          ? t('bank.score', { percent: scorePercent(match.score) })
          : t('bank.by', { name: match.madeByName })}
      </span>
    </div>
  );
}
