import { PlusOutlined } from '@ant-design/icons';
import type { ChangeKind, Rules } from '@louting/server/contract/reconciliation-changes-api';
import { Button, Empty, Skeleton, Table, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../../layout/page-states.tsx';
import { Money } from '../../../money/money.tsx';
import { useCommunity } from '../../../session/community.ts';
import { useLoggedInStaff } from '../../../session/staff-context.ts';
import { useLocalised } from '../../../words/localised.ts';
import { useChanges, useRules } from './change-queries.ts';
import { rateWords } from './change-words.ts';
import { ChangesTable } from './changes-table.tsx';
import { ProposeChangeDialog } from './propose-change-dialog.tsx';

/** Accounts that are ours, what channels and banks may keep, where lines are posted: each set by two people. */
export function RulesTab(): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const communityId = useCommunity().communityId ?? communities[0]?.communityId;
  if (communityId === undefined) return <Empty description={t('books.noCommunity')} />;
  return <RulesOf communityId={communityId} />;
}

function RulesOf({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const rules = useRules(communityId);
  const changes = useChanges(communityId);
  if (rules.isError && !rules.data) return <FailedToLoad error={rules.error} onRetry={() => void rules.refetch()} />;
  return (
    <div className="stack">
      <section className="panel">
        <h2>{t('rules.changes')}</h2>
        <ChangesTable rows={changes.data?.rows ?? []} loading={changes.isPending} />
      </section>
      {rules.data ? <Tables rules={rules.data} communityId={communityId} /> : <Skeleton active />}
    </div>
  );
}

function Tables({ rules, communityId }: { rules: Rules; communityId: string }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const from = {
    title: t('rules.fromDate'),
    width: 120,
    render: (_: unknown, row: { fromDate: string }) => <span className="digits">{row.fromDate}</span>,
  };
  const people = {
    title: t('rules.people'),
    width: 170,
    render: (_: unknown, row: { setByName: string; confirmedByName: string }) => (
      <span className="quiet">
        {row.setByName} / {row.confirmedByName}
      </span>
    ),
  };
  return (
    <>
      <RuleTable<Rules['accounts'][number]>
        kind="bank-account"
        communityId={communityId}
        rows={rules.accounts}
        rowKey={(row) => row.accountId}
        columns={[
          { title: t('rules.bank'), render: (_, row) => t(`bank.name.${row.bank}`, { defaultValue: row.bank }) },
          { title: t('rules.accountNumber'), render: (_, row) => <span className="digits">{row.numberMasked}</span> },
          { title: t('rules.name'), dataIndex: 'name' },
          { title: t('rules.upTo'), render: (_, row) => <span className="digits">{row.upTo ?? '–'}</span> },
        ]}
      />
      <RuleTable<Rules['postings'][number]>
        kind="posting-rule"
        communityId={communityId}
        rows={rules.postings}
        rowKey={(row) => `${row.class} ${row.fromDate}`}
        columns={[
          { title: t('rules.class'), render: (_, row) => t(`bank.class.${row.class}`) },
          {
            title: t('rules.account'),
            render: (_, row) => (
              <>
                <span className="digits">{row.accountCode}</span> {localised(row.accountName)}
              </>
            ),
          },
          from,
          people,
        ]}
      />
      <RuleTable<Rules['channelFees'][number]>
        kind="channel-fee-rule"
        rows={rules.channelFees}
        rowKey={(row) => `${row.channel} ${row.fromDate}`}
        columns={[
          { title: t('run.channel'), render: (_, row) => t(`channel.${row.channel}`) },
          { title: t('rules.name'), dataIndex: 'name' },
          { title: t('rules.percent'), align: 'right', render: (_, row) => rateWords(row.rateMillionths) },
          { title: t('rules.tolerance'), align: 'right', render: (_, row) => <Money amount={row.toleranceFen} /> },
          from,
          people,
        ]}
      />
      <RuleTable<Rules['bankFees'][number]>
        kind="bank-fee-rule"
        communityId={communityId}
        rows={rules.bankFees}
        rowKey={(row) => `${row.name} ${row.fromDate}`}
        columns={[
          { title: t('rules.name'), render: (_, row) => t(`bank.feeRule.${row.name}`, { defaultValue: row.name }) },
          { title: t('rules.fee'), align: 'right', render: (_, row) => <Money amount={row.feeFen} /> },
          from,
          people,
        ]}
      />
    </>
  );
}

interface RuleTableProps<Row> {
  readonly kind: ChangeKind;
  readonly communityId?: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly columns: NonNullable<TableProps<Row>['columns']>;
}

function RuleTable<Row extends object>(props: RuleTableProps<Row>): ReactElement {
  const { kind, communityId, rows, rowKey, columns } = props;
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const [proposing, setProposing] = useState(false);
  return (
    <section className="panel">
      <div className="recon-top">
        <h2>{t(`rules.kind.${kind}`)}</h2>
        {permissions.includes('reconciliation.manage') && (
          <Button icon={<PlusOutlined />} onClick={() => setProposing(true)}>
            {t(`rules.add.${kind}`)}
          </Button>
        )}
      </div>
      <Table<Row>
        size="small"
        rowKey={rowKey}
        dataSource={[...rows]}
        columns={columns}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        scroll={{ x: 760 }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('rules.none')} /> }}
      />
      {proposing && (
        <ProposeChangeDialog
          kind={kind}
          fixed={communityId === undefined ? {} : { communityId }}
          onClose={() => setProposing(false)}
        />
      )}
    </section>
  );
}
