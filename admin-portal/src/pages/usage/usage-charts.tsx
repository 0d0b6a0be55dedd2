import { Empty } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

interface Bar {
  readonly words: string;
  readonly count: number;
}

/** One bar a line, each with its number and its share of the whole. */
export function Bars({ title, bars, of }: { title: string; bars: readonly Bar[]; of: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <figure className="usage-chart">
      <figcaption>{title}</figcaption>
      {bars.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('usage.none')} />
      ) : (
        <ol className="usage-bars">
          {bars.map(({ words, count }) => (
            <li key={words}>
              <span>{words}</span>
              <span className="usage-bar" aria-hidden="true">
                <i style={{ inlineSize: `${(count / Math.max(1, of)) * 100}%` }} />
              </span>
              <b className="digits">{count}</b>
              <span className="quiet digits">{`${Math.round((count / Math.max(1, of)) * 100)}%`}</span>
            </li>
          ))}
        </ol>
      )}
    </figure>
  );
}

interface Column extends Bar {
  /** Of `count`, drawn darker from the foot. */
  readonly part?: number;
}

interface ColumnsProps {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly whole: string;
  readonly part?: string;
}

/** One column a day or an hour; every column says its numbers to whoever points at it or hears the page. */
export function Columns({ title, columns, whole, part }: ColumnsProps): ReactElement {
  const most = Math.max(1, ...columns.map(({ count }) => count));
  const heightOf = (count: number) => ({ blockSize: `${(count / most) * 100}%` });
  const said = (column: Column) =>
    [column.words, `${whole} ${column.count}`, ...(part === undefined ? [] : [`${part} ${column.part ?? 0}`])].join(
      ' ',
    );
  return (
    <figure className="usage-chart">
      <figcaption>{title}</figcaption>
      <ol className="usage-columns">
        {columns.map((column) => (
          <li key={column.words} title={said(column)}>
            <span className="usage-column">
              <i style={heightOf(column.count)} />
              {column.part !== undefined && <i className="usage-part" style={heightOf(column.part)} />}
            </span>
            <span className="unseen">{said(column)}</span>
          </li>
        ))}
      </ol>
      <p className="quiet usage-ends">
        <span>{columns[0]?.words}</span>
        <span className="usage-legend">
          <i /> {whole}
          {part !== undefined && (
            <>
              <i className="usage-part" /> {part}
            </>
          )}
        </span>
        <span>{columns.at(-1)?.words}</span>
      </p>
    </figure>
  );
}
