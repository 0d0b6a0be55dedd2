import type { Usage } from '@louting/server/contract/visits-api';
import { Empty, Segmented, Skeleton } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { useCommunity } from '../../session/community.ts';
import { PageHeading } from '../page-heading.tsx';
import { useFilter } from '../use-filter.ts';
import { Bars, Columns } from './usage-charts.tsx';
import { UsageTables } from './usage-tables.tsx';
import { useUsage } from './usage-queries.ts';
import './usage.css';

const SPANS = [7, 30, 90] as const;

/** What kiosks are used for, and where people give up (S42). */
export function UsagePage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { filter, change } = useFilter(['days']);
  const days = SPANS.find((span) => String(span) === filter.days) ?? 30;
  const usage = useUsage(communityId, days);
  return (
    <>
      <PageHeading title={t('page.usage')} hint={t('usage.hint')}>
        <Segmented
          aria-label={t('usage.span')}
          value={days}
          options={SPANS.map((span) => ({ value: span, label: t('usage.days', { days: span }) }))}
          onChange={(span) => change({ days: span === 30 ? undefined : String(span) })}
        />
      </PageHeading>
      {usage.isError && !usage.data ? (
        <FailedToLoad error={usage.error} onRetry={() => void usage.refetch()} />
      ) : usage.data ? (
        <Shown usage={usage.data} />
      ) : (
        <section className="panel">
          <Skeleton active />
        </section>
      )}
    </>
  );
}

function Shown({ usage }: { usage: Usage }): ReactElement {
  const { t } = useTranslation();
  if (usage.visits === 0) {
    return (
      <section className="panel">
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('usage.empty')} />
      </section>
    );
  }
  const { outcomes } = usage;
  const totals = [
    [t('usage.visits'), usage.visits],
    [t('usage.outcome.paid'), outcomes.paid],
    [t('usage.outcome.nothing-owed'), outcomes['nothing-owed']],
    [t('usage.outcome.left'), outcomes.left],
    [t('usage.outcome.failed'), outcomes.failed],
    [t('usage.outcome.not-identified'), outcomes['not-identified']],
    [t('usage.helped'), usage.helped],
  ] as const;
  return (
    <div className="stack">
      <section className="panel">
        <dl className="totals">
          {totals.map(([words, count]) => (
            <div key={words}>
              <dt>{words}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
        <div className="usage-charts">
          <Bars
            title={t('usage.steps')}
            bars={usage.steps.map(({ step, visits }) => ({ words: t(`usage.step.${step}`), count: visits }))}
            of={usage.visits}
          />
          <Bars
            title={t('usage.leftAt')}
            bars={usage.leftAt.map(({ screen, visits }) => ({
              words: t(`screen.${screen}`, { defaultValue: screen }),
              count: visits,
            }))}
            of={outcomes.left + outcomes.failed}
          />
          <Columns
            title={t('usage.perDay')}
            columns={usage.days.map(({ date, visits, paid }) => ({ words: date.slice(5), count: visits, part: paid }))}
            whole={t('usage.visits')}
            part={t('usage.outcome.paid')}
          />
          <Columns
            title={t('usage.perHour')}
            columns={usage.hours.map((count, hour) => ({ words: t('usage.hour', { hour }), count }))}
            whole={t('usage.visits')}
          />
        </div>
      </section>
      <section className="panel">
        <UsageTables usage={usage} />
      </section>
    </div>
  );
}
