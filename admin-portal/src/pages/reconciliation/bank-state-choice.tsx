import type { BankLineState } from '@louting/server/contract/reconciliation-api';
import { Segmented } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useBankLines } from './reconciliation-queries.ts';

const TO_DO = ['SUGGESTED', 'PROPOSED', 'WAITING'] as const satisfies readonly BankLineState[];
const DONE = ['BOOKED', 'EXPLAINED', 'OTHER'] as const satisfies readonly BankLineState[];

interface BankStateChoiceProps {
  readonly communityId: string;
  readonly state: string;
  readonly onChoose: (state: string) => void;
}

/** The states somebody has work with say how much. */
export function BankStateChoice({ communityId, state, onChoose }: BankStateChoiceProps): ReactElement {
  const { t } = useTranslation();
  const counts = {
    SUGGESTED: useBankLines({ communityId, state: 'SUGGESTED', pageSize: 1 }).data?.total,
    PROPOSED: useBankLines({ communityId, state: 'PROPOSED', pageSize: 1 }).data?.total,
    WAITING: useBankLines({ communityId, state: 'WAITING', pageSize: 1 }).data?.total,
  };
  return (
    <Segmented
      aria-label={t('kiosks.state')}
      value={state}
      onChange={onChoose}
      options={[
        ...TO_DO.map((value) => ({
          value,
          label: counts[value] ? `${t(`bank.state.${value}`)} ${counts[value]}` : t(`bank.state.${value}`),
        })),
        ...DONE.map((value) => ({ value, label: t(`bank.state.${value}`) })),
        { value: 'all', label: t('kiosks.all') },
      ]}
    />
  );
}
