import { DownloadOutlined } from '@ant-design/icons';
import { businessTime } from '@louting/common/clock';
import type { VoucherBatch, VoucherTarget } from '@louting/server/contract/ledger-api';
import { App, Button, Empty, Segmented, Select, Table, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { RequestFailure } from '../../api/client.ts';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useExportVouchers, useVoucherBatches } from './ledger-queries.ts';
import { MonthChoice, thisMonth } from '../month-choice.tsx';
import { SubjectsDialog } from './subjects-dialog.tsx';

/** Exports so far, and a new one: an entry goes to each accounting program once. */
export function VouchersTab({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const batches = useVoucherBatches(communityId);
  const { permissions } = useLoggedInStaff();
  if (batches.isError) return <FailedToLoad error={batches.error} onRetry={() => void batches.refetch()} />;
  return (
    <>
      {permissions.includes('ledger.close') && <NewBatch communityId={communityId} />}
      <Table<VoucherBatch>
        size="middle"
        rowKey="batchId"
        dataSource={batches.data?.rows ?? []}
        loading={{ spinning: batches.isPending, delay: 200 }}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 980 }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('vouchers.empty')} /> }}
        columns={[
          {
            title: t('vouchers.batch'),
            width: 170,
            render: (_, row) => (
              <>
                <Tag>{t(`vouchers.${row.target}`)}</Tag> <span className="digits">{row.batchNumber}</span>
              </>
            ),
          },
          { title: t('books.month'), width: 100, render: (_, row) => <span className="digits">{row.month}</span> },
          { title: t('vouchers.mode'), width: 120, render: (_, row) => t(`vouchers.mode.${row.mode}`) },
          {
            title: t('vouchers.size'),
            width: 170,
            render: (_, row) => t('vouchers.counts', { vouchers: row.vouchers, entries: row.entries }),
          },
          { title: t('books.total'), width: 140, align: 'right', render: (_, row) => <Money amount={row.totalFen} /> },
          { title: t('books.who'), render: (_, row) => `${row.madeBy} ${businessTime(row.madeAt)}` },
          {
            width: 120,
            render: (_, row) => (
              <a href={`/admin/v1/ledger/voucher-batches/${row.batchId}/file`} download={row.fileName}>
                <DownloadOutlined /> {t('vouchers.download')}
              </a>
            ),
          },
        ]}
      />
    </>
  );
}

function NewBatch({ communityId }: { communityId: string }): ReactElement {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useFailureWords();
  const make = useExportVouchers();
  const [target, setTarget] = useState<VoucherTarget>('kingdee');
  const [mode, setMode] = useState<VoucherBatch['mode']>('daily');
  const [month, setMonth] = useState(thisMonth());
  const [subjects, setSubjects] = useState(false);
  return (
    <div className="filters">
      <Select
        className="filter-choice"
        aria-label={t('vouchers.target')}
        value={target}
        onChange={setTarget}
        options={[
          { value: 'kingdee', label: t('vouchers.kingdee') },
          { value: 'u8', label: t('vouchers.u8') },
        ]}
      />
      <MonthChoice month={month} onChange={setMonth} />
      <Segmented
        value={mode}
        onChange={setMode}
        options={[
          { value: 'daily' as const, label: t('vouchers.mode.daily') },
          { value: 'entry' as const, label: t('vouchers.mode.entry') },
        ]}
      />
      <Button
        type="primary"
        loading={make.isPending}
        onClick={() =>
          make.mutate(
            { communityId, target, month, mode },
            {
              onError: (error) => {
                const detail = error instanceof RequestFailure ? (error.detail ?? '') : '';
                void message.warning(`${words(failureCode(error))} ${detail}`);
              },
            },
          )
        }
      >
        {t('vouchers.export')}
      </Button>
      <Button onClick={() => setSubjects(true)}>{t('vouchers.subjects')}</Button>
      <SubjectsDialog
        communityId={communityId}
        target={subjects ? target : undefined}
        onClose={() => setSubjects(false)}
      />
    </div>
  );
}
