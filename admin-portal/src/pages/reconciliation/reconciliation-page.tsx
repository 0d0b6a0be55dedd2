import { Tabs } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../page-heading.tsx';
import { useFilter } from '../use-filter.ts';
import { BalanceTab } from './balance/balance-tab.tsx';
import { BankTab } from './bank-tab.tsx';
import { DaysTab } from './days-tab.tsx';
import { DifferencesTab } from './differences-tab.tsx';
import { MonthTab } from './month-tab.tsx';
import { RulesTab } from './rules/rules-tab.tsx';
import './reconciliation.css';

const TABS = ['days', 'differences', 'bank', 'balance', 'month', 'rules'] as const;

/** What channels and banks say beside what the books say, and who explains the rest. */
export function ReconciliationPage(): ReactElement {
  const { t } = useTranslation();
  const { filter, change } = useFilter(['tab', 'state', 'channel', 'search']);
  const content = {
    days: <DaysTab />,
    differences: <DifferencesTab />,
    bank: <BankTab />,
    balance: <BalanceTab />,
    month: <MonthTab />,
    rules: <RulesTab />,
  };
  return (
    <>
      <PageHeading title={t('page.reconciliation')} hint={t('reconciliation.hint')} />
      <Tabs
        activeKey={filter.tab ?? 'days'}
        onChange={(tab) => change({ tab, state: undefined, channel: undefined, search: undefined })}
        destroyOnHidden
        items={TABS.map((key) => ({ key, label: t(`reconciliation.tab.${key}`), children: content[key] }))}
      />
    </>
  );
}
