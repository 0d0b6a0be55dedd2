import { Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureWords } from '../../words/failure-words.ts';

interface Problem {
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

/** Lines of a file that could not be read, as staff find them in it. */
export function ProblemsTable({ problems, total }: { problems: readonly Problem[]; total: number }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  return (
    <Table<Problem>
      size="small"
      rowKey={(row) => `${row.line} ${row.code} ${row.detail}`}
      dataSource={[...problems]}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      {...(total > problems.length && { footer: () => t('problem.more', { count: total - problems.length }) })}
      columns={[
        {
          title: t('problem.line'),
          width: 80,
          align: 'right',
          render: (_, row) => (row.line === 0 ? <span className="quiet">–</span> : row.line),
        },
        {
          title: t('problem.what'),
          render: (_, row) => (
            <div className="two-lines">
              <span>
                {words(row.code)} <span className="quiet">{row.code}</span>
              </span>
              {row.detail !== '' && <span className="quiet recon-raw">{row.detail}</span>}
            </div>
          ),
        },
      ]}
    />
  );
}
