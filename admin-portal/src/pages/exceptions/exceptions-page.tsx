import { fen } from '@louting/common/money';
import { Input, Select, Tabs } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { AnomaliesPanel } from './anomalies-panel.tsx';
import { useExceptionColumns } from './exception-columns.tsx';
import { ExceptionDrawer } from './exception-drawer.tsx';
import { useExceptions } from './exceptions-queries.ts';

const STATES = ['unresolved', 'ESCALATED', 'OPEN', 'RESOLVED'] as const;

/** Cases about money that people must settle, and beside them what only looked unusual. */
export function ExceptionsPage(): ReactElement {
  const { t } = useTranslation();
  const { filter, change } = useFilter(['tab']);
  return (
    <>
      <PageHeading title={t('page.exceptions')} hint={t('exceptions.hint')} />
      <section className="panel">
        <Tabs
          activeKey={filter.tab ?? 'exceptions'}
          onChange={(tab) => change({ tab: tab === 'exceptions' ? undefined : tab })}
          destroyOnHidden
          items={[
            { key: 'exceptions', label: t('exceptions.tab'), children: <ExceptionsPanel /> },
            { key: 'anomalies', label: t('anomalies.tab'), children: <AnomaliesPanel /> },
          ]}
        />
      </section>
    </>
  );
}

function ExceptionsPanel(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search', 'state', 'code']);
  const state = filter.state ?? 'unresolved';
  const exceptions = useExceptions({ communityId, ...filter, state, ...page });
  const [open, setOpen] = useState<string | undefined>(undefined);
  const totals = exceptions.data?.totals ?? [];

  return (
    <>
      <dl className="totals" aria-live="polite">
        {(['ESCALATED', 'OPEN', 'RESOLVED'] as const).map((one) => {
          const found = totals.find((total) => total.state === one);
          return (
            <div key={one}>
              <dt>{t(`exception.state.${one}`)}</dt>
              <dd className={`money${one === 'ESCALATED' && found ? ' money-owed' : ''}`}>
                {found?.count ?? 0} · {yuan(found?.amountFen ?? fen(0))}
              </dd>
            </div>
          );
        })}
      </dl>
      <div className="filters" role="search">
        <Input.Search
          allowClear
          className="filter-search"
          aria-label={t('exceptions.search')}
          placeholder={t('exceptions.search')}
          defaultValue={filter.search}
          maxLength={64}
          onSearch={(search) => change({ search: search.trim() })}
        />
        <Select
          className="filter-choice"
          aria-label={t('payments.state')}
          value={state}
          options={STATES.map((one) => ({ value: one, label: t(`exception.state.${one}`) }))}
          onChange={(chosen: string) => change({ state: chosen })}
        />
        <Select
          allowClear
          className="filter-choice"
          aria-label={t('exceptions.kind')}
          placeholder={t('exceptions.kind')}
          value={filter.code}
          options={(exceptions.data?.codes ?? []).map((code) => ({ value: code, label: code }))}
          onChange={(code?: string) => change({ code })}
        />
      </div>
      <RowsTable
        answer={exceptions}
        page={page}
        onPage={change}
        columns={useExceptionColumns()}
        rowKey={(row) => row.exceptionId}
        onOpen={(row) => setOpen(row.exceptionId)}
        emptyWords={t('exceptions.empty')}
        width={1070}
      />
      <ExceptionDrawer exceptionId={open} onClose={() => setOpen(undefined)} />
    </>
  );
}
