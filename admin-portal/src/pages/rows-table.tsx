import { Empty, Table, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../layout/page-states.tsx';
import { lastInSight } from './last-in-sight.ts';
import type { PageOfRows } from './use-filter.ts';

interface RowsTableProps<Row> {
  readonly answer: {
    readonly data: { readonly rows: Row[]; readonly total: number } | undefined;
    readonly error: unknown;
    readonly isFetching: boolean;
    readonly isPlaceholderData: boolean;
    refetch(): unknown;
  };
  readonly page: PageOfRows;
  readonly onPage: (page: PageOfRows) => void;
  readonly columns: NonNullable<TableProps<Row>['columns']>;
  readonly rowKey: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  /** Rows can be chosen, on several pages. */
  readonly chosen?: { readonly keys: readonly string[]; change(keys: string[]): void };
  readonly emptyWords: string;
  readonly width: number;
}

/** A page of rows from the server, with its empty, failed and loading states. A row opens by click or Enter. */
export function RowsTable<Row extends object>(props: RowsTableProps<Row>): ReactElement {
  const { answer, page, onPage, columns, rowKey, onOpen, chosen, emptyWords, width } = props;
  const { t } = useTranslation();
  if (answer.error && !answer.data) {
    return <FailedToLoad error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return (
    <Table<Row>
      size="middle"
      rowKey={rowKey}
      columns={lastInSight(columns)}
      dataSource={answer.data?.rows ?? []}
      loading={{ spinning: !answer.data || answer.isPlaceholderData, delay: 200 }}
      scroll={{ x: width }}
      locale={{
        emptyText: answer.data ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={emptyWords} /> : ' ',
      }}
      pagination={{
        current: page.page,
        pageSize: page.pageSize,
        total: answer.data?.total ?? 0,
        showSizeChanger: true,
        pageSizeOptions: [20, 50, 100],
        showTotal: (total) => t('table.total', { total }),
        onChange: (current, pageSize) => onPage({ page: current, pageSize }),
      }}
      {...(chosen && {
        rowSelection: {
          selectedRowKeys: [...chosen.keys],
          preserveSelectedRowKeys: true,
          onChange: (keys) => chosen.change(keys.map(String)),
        },
      })}
      {...(onOpen && {
        rowClassName: 'row-opens',
        onRow: (row: Row) => ({
          tabIndex: 0,
          onClick: () => onOpen(row),
          onKeyDown: (event) => {
            if (event.key === 'Enter') onOpen(row);
          },
        }),
      })}
    />
  );
}
