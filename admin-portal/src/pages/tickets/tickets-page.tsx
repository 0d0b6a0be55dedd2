import { PlusOutlined } from '@ant-design/icons';
import { TICKET_KINDS, TICKET_STATES } from '@louting/server/contract/ticket-values';
import { Button, Input, Select, Tabs } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { AnalysisPanel } from './analysis-panel.tsx';
import { LiveCalls } from './live-calls.tsx';
import { QuestionsPanel } from './questions-panel.tsx';
import { RaiseTicketDialog } from './raise-ticket-dialog.tsx';
import { useTicketColumns } from './ticket-columns.tsx';
import { TicketDrawer } from './ticket-drawer.tsx';
import { useTickets } from './ticket-queries.ts';
import './tickets.css';

/** The help desk: who stands there now on top, everything else below (S30). */
export function TicketsPage(): ReactElement {
  const { t } = useTranslation();
  const { filter, change } = useFilter(['tab']);
  const { permissions } = useLoggedInStaff();
  const [raising, setRaising] = useState(false);
  return (
    <>
      <PageHeading title={t('page.tickets')} hint={t('tickets.hint')}>
        {permissions.includes('tickets.manage') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setRaising(true)}>
            {t('ticket.raise')}
          </Button>
        )}
      </PageHeading>
      <LiveCalls />
      <section className="panel">
        <Tabs
          activeKey={filter.tab ?? 'tickets'}
          onChange={(tab) => change({ tab: tab === 'tickets' ? undefined : tab })}
          destroyOnHidden
          items={[
            { key: 'tickets', label: t('tickets.tab'), children: <TicketsPanel /> },
            { key: 'questions', label: t('questions.tab'), children: <QuestionsPanel /> },
            { key: 'analysis', label: t('analysis.tab'), children: <AnalysisPanel /> },
          ]}
        />
      </section>
      {raising && <RaiseTicketDialog onClose={() => setRaising(false)} />}
    </>
  );
}

function TicketsPanel(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, page, change } = useFilter(['search', 'state', 'kind', 'inCharge']);
  const state = filter.state ?? 'unfinished';
  const tickets = useTickets({ communityId, ...filter, state, ...page });
  const [open, setOpen] = useState<string | undefined>(undefined);
  const totals = tickets.data?.totals ?? [];
  return (
    <>
      <dl className="totals" aria-live="polite">
        {TICKET_STATES.map((one) => (
          <div key={one}>
            <dt>{t(`ticket.state.${one}`)}</dt>
            <dd>{totals.find((total) => total.state === one)?.count ?? 0}</dd>
          </div>
        ))}
      </dl>
      <div className="filters" role="search">
        <Input.Search
          allowClear
          className="filter-search"
          aria-label={t('tickets.search')}
          placeholder={t('tickets.search')}
          defaultValue={filter.search}
          maxLength={64}
          onSearch={(search) => change({ search: search.trim() })}
        />
        <Select
          className="filter-choice"
          aria-label={t('payments.state')}
          value={state}
          options={['unfinished', ...TICKET_STATES].map((one) => ({
            value: one,
            label: t(`ticket.state.${one}`),
          }))}
          onChange={(chosen: string) => change({ state: chosen })}
        />
        <Select
          allowClear
          className="filter-choice"
          aria-label={t('ticket.kind')}
          placeholder={t('ticket.kind')}
          value={filter.kind}
          options={TICKET_KINDS.map((kind) => ({ value: kind, label: t(`ticket.kind.${kind}`) }))}
          onChange={(kind?: string) => change({ kind })}
        />
        <Select
          allowClear
          className="filter-choice"
          aria-label={t('exceptions.owner')}
          placeholder={t('exceptions.owner')}
          value={filter.inCharge}
          options={(['me', 'nobody'] as const).map((one) => ({ value: one, label: t(`tickets.${one}`) }))}
          onChange={(inCharge?: string) => change({ inCharge })}
        />
      </div>
      <RowsTable
        answer={tickets}
        page={page}
        onPage={change}
        columns={useTicketColumns()}
        rowKey={(row) => row.ticketId}
        onOpen={(row) => setOpen(row.ticketId)}
        emptyWords={t('tickets.empty')}
        width={1070}
      />
      <TicketDrawer ticketId={open} onClose={() => setOpen(undefined)} />
    </>
  );
}
