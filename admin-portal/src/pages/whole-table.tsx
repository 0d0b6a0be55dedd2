import { Empty, Table, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { FailedToLoad } from '../layout/page-states.tsx';
import { lastInSight } from './last-in-sight.ts';

interface WholeTableProps<Row> {
  readonly answer: {
    readonly data: { readonly rows: Row[] } | undefined;
    readonly error: unknown;
    refetch(): unknown;
  };
  readonly columns: NonNullable<TableProps<Row>['columns']>;
  readonly rowKey: (row: Row) => string;
  readonly emptyWords: string;
  readonly width: number;
}

/** Rows that are few enough to be shown at once: an answer that did not come is not an empty one. */
export function WholeTable<Row extends object>(props: WholeTableProps<Row>): ReactElement {
  const { answer, columns, rowKey, emptyWords, width } = props;
  if (answer.error && !answer.data) {
    return <FailedToLoad error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  return (
    <Table<Row>
      size="middle"
      rowKey={rowKey}
      columns={lastInSight(columns)}
      dataSource={answer.data?.rows ?? []}
      loading={{ spinning: !answer.data, delay: 200 }}
      scroll={{ x: width }}
      pagination={false}
      locale={{
        emptyText: answer.data ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={emptyWords} /> : ' ',
      }}
    />
  );
}
