import type { Usage } from '@louting/server/contract/visits-api';
import { Table } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureWords } from '../../words/failure-words.ts';

interface Row {
  readonly name: string;
  readonly visits: number;
  readonly paid: number;
  readonly seconds: number;
  readonly touches: number;
}

/** How long it takes, by what people use; and what went wrong. */
export function UsageTables({ usage }: { usage: Usage }): ReactElement {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  return (
    <div className="usage-tables">
      <Used
        title={t('usage.byLetters')}
        what={t('usage.what.letters')}
        rows={usage.letters.map(({ letters, ...row }) => ({ name: t(`usage.letters.${letters}`), ...row }))}
      />
      <Used
        title={t('usage.byWay')}
        what={t('usage.what.way')}
        rows={usage.ways.map(({ way, ...row }) => ({ name: t(`usage.way.${way}`), ...row }))}
      />
      <Used
        title={t('usage.byMethod')}
        what={t('usage.what.method')}
        rows={usage.methods.map(({ method, ...row }) => ({ name: t(`method.${method}`), ...row }))}
      />
      <figure className="usage-chart">
        <figcaption>{t('usage.codes')}</figcaption>
        <Table<Usage['codes'][number]>
          size="small"
          rowKey="code"
          pagination={false}
          dataSource={[...usage.codes]}
          locale={{ emptyText: t('usage.none') }}
          columns={[
            { title: t('usage.code'), render: (_, { code }) => failureWords(code) },
            { title: t('usage.visits'), align: 'right', render: (_, { visits }) => visits },
          ]}
        />
      </figure>
    </div>
  );
}

function Used({ title, what, rows }: { title: string; what: string; rows: readonly Row[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <figure className="usage-chart">
      <figcaption>{title}</figcaption>
      <Table<Row>
        size="small"
        rowKey="name"
        pagination={false}
        dataSource={rows.filter(({ visits }) => visits > 0)}
        locale={{ emptyText: t('usage.none') }}
        columns={[
          { title: what, render: (_, row) => row.name },
          { title: t('usage.visits'), align: 'right', render: (_, row) => row.visits },
          {
            title: t('usage.share'),
            align: 'right',
            render: (_, row) => `${Math.round((row.paid / row.visits) * 100)}%`,
          },
          { title: t('usage.seconds'), align: 'right', render: (_, row) => Math.round(row.seconds) },
          { title: t('usage.touches'), align: 'right', render: (_, row) => row.touches },
        ]}
      />
    </figure>
  );
}
