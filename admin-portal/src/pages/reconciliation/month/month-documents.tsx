import { businessTime } from '@louting/common/clock';
import { fen } from '@louting/common/money';
import type { FigureChange, MonthDocument, MonthDocuments } from '@louting/server/contract/month-document-api';
import { Alert, App, Button, Empty, Popconfirm, Table, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../../layout/page-states.tsx';
import { Money } from '../../../money/money.tsx';
import { useLoggedInStaff } from '../../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../../words/failure-words.ts';
import { thisMonth } from '../../month-choice.tsx';
import { ProposeChangeDialog } from '../rules/propose-change-dialog.tsx';
import { useMonthDocuments, usePrepareDocument, useSignDocument } from './month-queries.ts';

const STATE_COLOURS: Readonly<Record<MonthDocument['state'], string>> = {
  PREPARED: 'processing',
  SIGNED: 'success',
  REOPENED: 'default',
};

/** The report as a document: prepared by one, signed by another, what was booked since, reopened by two. */
export function MonthDocumentsPanel({ communityId, month }: { communityId: string; month: string }): ReactElement {
  const { t } = useTranslation();
  const found = useMonthDocuments(communityId, month);
  if (found.isError) return <FailedToLoad error={found.error} onRetry={() => void found.refetch()} />;
  const documents = found.data;
  return (
    <section className="panel stack">
      <div className="recon-top">
        <h2>{t('document.title')}</h2>
        {documents && <Actions documents={documents} communityId={communityId} month={month} />}
      </div>
      {documents && !documents.intact && <Alert type="error" showIcon title={t('document.broken')} />}
      {documents?.givenUp.map((day) => (
        <Alert
          key={`${day.channel} ${day.kind} ${day.businessDate}`}
          type="warning"
          showIcon
          title={t('document.givenUp', {
            date: day.businessDate,
            channel: t(`channel.${day.channel}`),
            name: day.byName,
          })}
          description={day.reason}
        />
      ))}
      <Versions documents={documents?.documents ?? []} />
      {documents && documents.changes.length > 0 && <Changes changes={documents.changes} />}
    </section>
  );
}

function Actions({
  documents,
  communityId,
  month,
}: {
  documents: MonthDocuments;
  communityId: string;
  month: string;
}): ReactElement | undefined {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const prepare = usePrepareDocument();
  const sign = useSignDocument();
  const [reopening, setReopening] = useState(false);
  if (!permissions.includes('reconciliation.manage') || month >= thisMonth()) return undefined;
  const [newest] = documents.documents;
  const onError = (error: unknown) => void message.error(words(failureCode(error)));
  if (newest?.state === 'SIGNED') {
    return (
      <>
        <Button onClick={() => setReopening(true)}>{t('rules.kind.reopen-month')}</Button>
        {reopening && (
          <ProposeChangeDialog kind="reopen-month" fixed={{ communityId, month }} onClose={() => setReopening(false)} />
        )}
      </>
    );
  }
  const prepared = newest?.state === 'PREPARED' ? newest : undefined;
  return (
    <span className="recon-buttons">
      <Button loading={prepare.isPending} onClick={() => prepare.mutate({ communityId, month }, { onError })}>
        {t(prepared ? 'document.prepareAgain' : 'document.prepare')}
      </Button>
      {prepared && (
        <Popconfirm
          title={t('document.signTitle', { month })}
          description={t('document.signHint')}
          okText={t('document.sign')}
          onConfirm={() => sign.mutate({ communityId, month, reportId: prepared.reportId }, { onError })}
        >
          <Button type="primary" disabled={prepared.preparedBySelf} loading={sign.isPending}>
            {t('document.sign')}
          </Button>
        </Popconfirm>
      )}
    </span>
  );
}

function Versions({ documents }: { documents: readonly MonthDocument[] }): ReactElement {
  const { t } = useTranslation();
  const by = (name: string | undefined, at: number | undefined) =>
    name === undefined || at === undefined ? (
      <span className="quiet">–</span>
    ) : (
      <div className="two-lines">
        <span>{name}</span>
        <span className="quiet digits">{businessTime(at)}</span>
      </div>
    );
  return (
    <Table<MonthDocument>
      size="small"
      rowKey="reportId"
      dataSource={[...documents]}
      pagination={false}
      scroll={{ x: 760 }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('document.none')} /> }}
      columns={[
        {
          title: t('document.version'),
          width: 140,
          render: (_, row) => (
            <>
              <span className="digits">{row.version}</span>{' '}
              <Tag color={STATE_COLOURS[row.state]}>{t(`document.state.${row.state}`)}</Tag>
            </>
          ),
        },
        { title: t('document.preparedBy'), render: (_, row) => by(row.preparedByName, row.preparedAt) },
        { title: t('document.signedBy'), render: (_, row) => by(row.signedByName, row.signedAt) },
        {
          title: t('document.reopened'),
          render: (_, row) => (
            <>
              {by(row.reopenedByName, row.reopenedAt)} {row.reopenReason}
            </>
          ),
        },
        { title: t('document.hash'), width: 180, render: (_, row) => <code>{row.hash.slice(0, 16)}</code> },
      ]}
    />
  );
}

function Changes({ changes }: { changes: readonly FigureChange[] }): ReactElement {
  const { t } = useTranslation();
  const figure = ({ path }: FigureChange) => {
    const [row = '', name = ''] = path.split('.');
    return `${t(`document.row.${row}`, { defaultValue: t(`channel.${row}`) })} · ${t(`document.figure.${name}`, { defaultValue: name })}`;
  };
  const value = (path: string, amount: number) => (path.endsWith('Fen') ? <Money amount={fen(amount)} /> : amount);
  return (
    <>
      <Alert type="warning" showIcon title={t('document.changed', { count: changes.length })} />
      <Table<FigureChange>
        size="small"
        rowKey="path"
        dataSource={[...changes]}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        columns={[
          { title: t('document.what'), render: (_, row) => figure(row) },
          { title: t('document.before'), align: 'right', render: (_, row) => value(row.path, row.signed) },
          { title: t('document.now'), align: 'right', render: (_, row) => value(row.path, row.now) },
        ]}
      />
    </>
  );
}
