import { SyncOutlined, UnorderedListOutlined, UploadOutlined } from '@ant-design/icons';
import type { BankLineRow } from '@louting/server/contract/reconciliation-api';
import { App, Button, Empty, Input, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useBankLineColumns } from './bank-line-columns.tsx';
import { BankLineDrawer } from './bank-line-drawer.tsx';
import { BankStateChoice } from './bank-state-choice.tsx';
import { ImportsDrawer } from './imports-drawer.tsx';
import { useBankLines, useMatchAgain } from './reconciliation-queries.ts';
import { StatementDialog } from './statement-dialog.tsx';

/** The queue of transfers, by what somebody has to do about them; and the statements they came with. */
export function BankTab(): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  // An account belongs to a community: without a choice it is the first.
  const communityId = useCommunity().communityId ?? communities[0]?.communityId;
  if (communityId === undefined) return <Empty description={t('books.noCommunity')} />;
  return <Queue communityId={communityId} />;
}

function Queue({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const { filter, page, change } = useFilter(['state', 'search']);
  const state = filter.state ?? 'SUGGESTED';
  const lines = useBankLines({
    communityId,
    state: state === 'all' ? undefined : state,
    search: filter.search,
    ...page,
  });
  const [opened, setOpened] = useState<BankLineRow | undefined>(undefined);
  return (
    <section className="panel">
      <BankBar communityId={communityId} />
      <div className="recon-top">
        <div className="filters" role="search">
          <BankStateChoice communityId={communityId} state={state} onChoose={(chosen) => change({ state: chosen })} />
          <Input.Search
            allowClear
            className="recon-search"
            aria-label={t('bank.search')}
            placeholder={t('bank.search')}
            defaultValue={filter.search}
            maxLength={64}
            onSearch={(search) => change({ search: search.trim() })}
          />
        </div>
        <dl className="totals" aria-live="polite">
          <div>
            <dt>{t('bank.total')}</dt>
            <dd className="money">{lines.data ? yuan(lines.data.totals.amountFen) : '–'}</dd>
          </div>
        </dl>
      </div>
      <RowsTable
        answer={lines}
        page={page}
        onPage={change}
        columns={useBankLineColumns()}
        rowKey={(row) => row.lineId}
        onOpen={setOpened}
        emptyWords={t(`bank.empty.${state}`)}
        width={1060}
      />
      {opened && <BankLineDrawer line={opened} onChanged={setOpened} onClose={() => setOpened(undefined)} />}
    </section>
  );
}

/** Whose account it is, and what can be done with the whole of it. */
function BankBar({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { message } = App.useApp();
  const words = useFailureWords();
  const { communities, permissions } = useLoggedInStaff();
  const community = useCommunity();
  const again = useMatchAgain();
  const [shown, setShown] = useState<'upload' | 'imports' | undefined>(undefined);
  const mayManage = permissions.includes('reconciliation.manage');
  return (
    <div className="filters">
      {communities.length > 1 && (
        <Select
          className="filter-choice"
          aria-label={t('payment.community')}
          value={communityId}
          options={communities.map((one) => ({ value: one.communityId, label: localised(one.name) }))}
          onChange={(id) => community.choose(id)}
        />
      )}
      {mayManage && (
        <Button type="primary" icon={<UploadOutlined />} onClick={() => setShown('upload')}>
          {t('bank.import')}
        </Button>
      )}
      <Button icon={<UnorderedListOutlined />} onClick={() => setShown('imports')}>
        {t('bank.imports')}
      </Button>
      {mayManage && (
        <Button
          icon={<SyncOutlined />}
          loading={again.isPending}
          onClick={() =>
            again.mutate(communityId, {
              onSuccess: (found) => void message.success(t('bank.matchedAgain', { ...found })),
              onError: (error) => void message.error(words(failureCode(error))),
            })
          }
        >
          {t('bank.matchAgain')}
        </Button>
      )}
      {shown === 'upload' && <StatementDialog communityId={communityId} onClose={() => setShown(undefined)} />}
      {shown === 'imports' && <ImportsDrawer communityId={communityId} onClose={() => setShown(undefined)} />}
    </div>
  );
}
