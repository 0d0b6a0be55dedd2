import { businessTime } from '@louting/common/clock';
import type { BankImport } from '@louting/server/contract/reconciliation-api';
import { Drawer, Empty, Table, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { useFailureWords } from '../../words/failure-words.ts';
import { ProblemsTable } from './problems-table.tsx';
import { useImports } from './reconciliation-queries.ts';

const STATE_COLOURS: Readonly<Record<BankImport['state'], string>> = {
  RUNNING: 'processing',
  DONE: 'success',
  FAILED: 'error',
};

/** The statements so far; one with lines that could not be read opens to show them. */
export function ImportsDrawer({ communityId, onClose }: { communityId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const imports = useImports(communityId);
  return (
    <Drawer open size={860} onClose={onClose} title={t('bank.imports')}>
      {imports.isError ? (
        <FailedToLoad error={imports.error} onRetry={() => void imports.refetch()} />
      ) : (
        <Table<BankImport>
          size="small"
          rowKey="importId"
          dataSource={imports.data?.rows ?? []}
          loading={{ spinning: imports.isPending, delay: 200 }}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('bank.noImports')} /> }}
          expandable={{
            rowExpandable: (row) => row.problemCount > 0,
            expandedRowRender: (row) => <ProblemsTable problems={row.problems} total={row.problemCount} />,
          }}
          columns={[
            {
              title: t('file.file'),
              render: (_, row) => (
                <div className="two-lines">
                  <span className="recon-raw">{row.fileName}</span>
                  <span className="quiet digits">{businessTime(row.startedAt)}</span>
                </div>
              ),
            },
            {
              title: t('kiosks.state'),
              width: 200,
              render: (_, row) => (
                <div className="two-lines">
                  <span>
                    <Tag color={STATE_COLOURS[row.state]}>{t(`import.state.${row.state}`)}</Tag>
                  </span>
                  {row.failure !== undefined && <span className="quiet">{words(row.failure)}</span>}
                </div>
              ),
            },
            { title: t('bank.fresh'), width: 80, align: 'right', dataIndex: 'fresh' },
            { title: t('bank.known'), width: 100, align: 'right', dataIndex: 'known' },
            {
              title: t('problem.title'),
              width: 120,
              align: 'right',
              render: (_, row) =>
                row.problemCount === 0 ? (
                  <span className="quiet">–</span>
                ) : (
                  <Tag color="warning">{row.problemCount}</Tag>
                ),
            },
          ]}
        />
      )}
    </Drawer>
  );
}
