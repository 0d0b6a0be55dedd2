import { businessTime } from '@louting/common/clock';
import type { ChangeRow } from '@louting/server/contract/reconciliation-changes-api';
import { App, Button, Empty, Popconfirm, Table, Tag, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoggedInStaff } from '../../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../../words/failure-words.ts';
import { useDecideChange } from './change-queries.ts';
import { useChangeWords } from './change-words.ts';

const STATE_COLOURS: Readonly<Record<ChangeRow['state'], string>> = {
  PROPOSED: 'purple',
  DONE: 'success',
  REFUSED: 'default',
};

/** What one colleague has proposed and another decides, and how it ended. */
export function ChangesTable({ rows, loading }: { rows: readonly ChangeRow[]; loading: boolean }): ReactElement {
  const { t } = useTranslation();
  return (
    <Table<ChangeRow>
      size="small"
      rowKey="changeId"
      dataSource={[...rows]}
      loading={{ spinning: loading, delay: 200 }}
      columns={useChangeColumns()}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      scroll={{ x: 960 }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('rules.noChanges')} /> }}
    />
  );
}

function useChangeColumns(): NonNullable<TableProps<ChangeRow>['columns']> {
  const { t } = useTranslation();
  const wordsOf = useChangeWords();
  return [
    {
      title: t('rules.change'),
      render: (_, row) => (
        <div className="two-lines">
          <span>{t(`rules.kind.${row.change.kind}`)}</span>
          <span className="recon-raw">{wordsOf(row)}</span>
        </div>
      ),
    },
    { title: t('rules.reason'), width: 220, render: (_, row) => <span className="recon-raw">{row.reason}</span> },
    {
      title: t('kiosks.state'),
      width: 230,
      render: (_, row) => (
        <div className="two-lines">
          <span>
            <Tag color={STATE_COLOURS[row.state]}>{t(`rules.state.${row.state}`)}</Tag>
          </span>
          <span className="quiet">
            {t('rules.proposedBy', { name: row.proposedByName })} {businessTime(row.proposedAt)}
          </span>
          {row.decidedByName !== undefined && row.decidedAt !== undefined && (
            <span className="quiet">
              {t('rules.decidedBy', { name: row.decidedByName })} {businessTime(row.decidedAt)}
            </span>
          )}
        </div>
      ),
    },
    { key: 'actions', width: 190, render: (_, row) => <Decision row={row} /> },
  ];
}

function Decision({ row }: { row: ChangeRow }): ReactElement | undefined {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const decide = useDecideChange();
  if (row.state !== 'PROPOSED' || !permissions.includes('reconciliation.manage')) return undefined;
  const send = (action: 'confirm' | 'refuse') =>
    decide.mutate(
      { changeId: row.changeId, action, note: '' },
      { onError: (error) => void message.error(words(failureCode(error))) },
    );
  return (
    <span className="recon-buttons">
      {row.proposedBySelf ? (
        <span className="quiet">{t('rules.otherMustConfirm')}</span>
      ) : (
        <Popconfirm title={t('rules.confirmTitle')} okText={t('rules.confirm')} onConfirm={() => send('confirm')}>
          <Button size="small" type="primary" loading={decide.isPending}>
            {t('rules.confirm')}
          </Button>
        </Popconfirm>
      )}
      <Button size="small" onClick={() => send('refuse')}>
        {t(row.proposedBySelf ? 'rules.takeBack' : 'rules.refuse')}
      </Button>
    </span>
  );
}
