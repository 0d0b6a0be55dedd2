import type { TableProps } from 'antd';

type Columns<Row> = NonNullable<TableProps<Row>['columns']>;

/** On a narrow screen a table is drawn along under its last column, which has the state of a row and what can be done. */
export function lastInSight<Row>(columns: Columns<Row>): Columns<Row> {
  return columns.map((column, index) =>
    index === columns.length - 1 && column.width !== undefined ? { ...column, fixed: 'end' as const } : column,
  );
}
