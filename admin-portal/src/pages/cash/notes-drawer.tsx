import { businessTime } from '@louting/common/clock';
import type { CashBox, NoteEvent } from '@louting/server/contract/cash-api';
import { Drawer, Input, Select, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { RowsTable } from '../rows-table.tsx';
import { useNotes } from './cash-queries.ts';
import { noteName } from './note-bars.tsx';

const STATE_COLOURS: Readonly<Record<NoteEvent['state'], string>> = {
  credited: 'success',
  suspense: 'warning',
  found: 'success',
  'not-stacked': 'default',
};

/** What happened to each note of one kiosk: of the running session, of an earlier one, or of one order. */
export function NotesDrawer({ box, onClose }: { box: CashBox; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [search, setSearch] = useState<string | undefined>(undefined);
  const [session, setSession] = useState<number | undefined>(undefined);
  const [page, setPage] = useState({ page: 1, pageSize: 20 });
  const notes = useNotes(box.kioskId, { search, session, ...page });
  const sessions = Array.from({ length: box.sessionNumber }, (_, index) => box.sessionNumber - index);
  const columns: NonNullable<TableProps<NoteEvent>['columns']> = [
    {
      title: t('payments.time'),
      width: 170,
      render: (_, row) => <span className="digits">{businessTime(row.at)}</span>,
    },
    {
      title: t('cash.value'),
      width: 80,
      align: 'right',
      render: (_, row) => noteName(row.denominationFen),
    },
    {
      title: t('kiosks.state'),
      width: 150,
      render: (_, row) => (
        <>
          <Tag color={STATE_COLOURS[row.state]}>{t(`cash.note.${row.state}`)}</Tag>
          {row.late && <Tag color="orange">{t('cash.late')}</Tag>}
        </>
      ),
    },
    {
      title: t('payments.reference'),
      width: 210,
      render: (_, row) => (
        <div className="two-lines">
          <span className="digits">{row.reference}</span>
          <span className="quiet">{row.roomLabel}</span>
        </div>
      ),
    },
    {
      title: t('cash.session'),
      width: 70,
      align: 'right',
      dataIndex: 'sessionNumber',
    },
  ];
  return (
    <Drawer open size={780} onClose={onClose} title={`${box.kioskNumber} ${box.location} · ${t('cash.notes')}`}>
      <div className="filters" role="search">
        <Input.Search
          allowClear
          aria-label={t('payments.reference')}
          placeholder={t('payments.reference')}
          maxLength={64}
          className="filter-choice-wide"
          onSearch={(words) => {
            setSearch(words.trim() || undefined);
            setPage({ ...page, page: 1 });
          }}
        />
        <Select
          allowClear
          className="filter-choice"
          aria-label={t('cash.session')}
          placeholder={t('cash.session')}
          value={session}
          onChange={(chosen?: number) => {
            setSession(chosen);
            setPage({ ...page, page: 1 });
          }}
          options={sessions.map((number) => ({
            value: number,
            label: t('cash.sessionNumber', { number }),
          }))}
        />
      </div>
      <RowsTable
        answer={notes}
        page={page}
        onPage={setPage}
        columns={columns}
        rowKey={(row) => row.noteId}
        emptyWords={t('cash.noNotes')}
        width={680}
      />
    </Drawer>
  );
}
