import { Empty, Select, Tabs } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { PageHeading } from '../page-heading.tsx';
import { useFilter } from '../use-filter.ts';
import { AccountsTab } from './accounts-tab.tsx';
import { ChainBadge } from './chain-badge.tsx';
import { ClosingTab } from './closing-tab.tsx';
import { TrialBalanceTab } from './trial-balance-tab.tsx';
import { VouchersTab } from './vouchers-tab.tsx';

export function LedgerPage(): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { communities } = useLoggedInStaff();
  const community = useCommunity();
  const { filter, change } = useFilter(['tab']);
  // Months are closed and exported by community: without a choice it is the first.
  const communityId = community.communityId ?? communities[0]?.communityId;
  if (communityId === undefined) return <Empty description={t('books.noCommunity')} />;
  return (
    <>
      <PageHeading title={t('page.ledger')} hint={<ChainBadge />}>
        <Select
          className="filter-choice"
          aria-label={t('payment.community')}
          value={communityId}
          options={communities.map((assigned) => ({
            value: assigned.communityId,
            label: localised(assigned.name),
          }))}
          onChange={(id) => community.choose(id)}
        />
      </PageHeading>
      <section className="panel">
        <Tabs
          activeKey={filter.tab ?? 'accounts'}
          onChange={(tab) => change({ tab })}
          destroyOnHidden
          items={[
            { key: 'accounts', label: t('books.accounts'), children: <AccountsTab communityId={communityId} /> },
            { key: 'trial', label: t('books.trial'), children: <TrialBalanceTab communityId={communityId} /> },
            { key: 'closing', label: t('books.closing'), children: <ClosingTab communityId={communityId} /> },
            { key: 'vouchers', label: t('books.vouchers'), children: <VouchersTab communityId={communityId} /> },
          ]}
        />
      </section>
    </>
  );
}
