import { businessTime } from '@louting/common/clock';
import { Alert, App, Button, Skeleton, Tag } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { PageHeading } from '../page-heading.tsx';
import { useClose, useSignClose } from './cash-queries.ts';
import { DaySheet } from './day-sheet.tsx';
import './cash.css';

/** One close: to be signed by a second person, to be printed, to be found again. */
export function DayClosePage(): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { closeId = '' } = useParams();
  const { message: toast } = App.useApp();
  const { permissions } = useLoggedInStaff();
  const close = useClose(closeId);
  const sign = useSignClose();
  if (close.isError) return <FailedToLoad error={close.error} onRetry={() => void close.refetch()} />;
  if (close.isPending) return <Skeleton active />;
  const { data } = close;
  const decide = async (accept: boolean) => {
    try {
      await sign.mutateAsync({ closeId, accept });
    } catch (error) {
      toast.error(words(failureCode(error)));
    }
  };
  const waits = data.state === 'PREPARED';
  return (
    <>
      <PageHeading
        title={
          <>
            <Link to="/cash?tab=close" className="crumb">
              {t('page.cash')}
            </Link>
            {t('cash.tab.close')} <span className="digits">{data.businessDate}</span>
          </>
        }
      >
        <span className="cash-buttons no-print">
          <Button onClick={() => window.print()}>{t('cash.print')}</Button>
          {waits && data.youMaySign && permissions.includes('cash.close') && (
            <>
              <Button danger loading={sign.isPending} onClick={() => void decide(false)}>
                {t('cash.sendBack')}
              </Button>
              <Button type="primary" loading={sign.isPending} onClick={() => void decide(true)}>
                {t('cash.sign')}
              </Button>
            </>
          )}
        </span>
      </PageHeading>
      {waits && !data.youMaySign && (
        <Alert className="stale no-print" type="info" showIcon title={t('cash.otherMustSign')} />
      )}
      <section className="panel day-paper">
        <DaySheet report={data.report} />
        <dl className="day-facts">
          <div>
            <dt>{t('cash.officeCounted')}</dt>
            <dd>
              <Money amount={data.officeCountedFen} />
            </dd>
          </div>
          <div>
            <dt>{t('cash.officeDifference')}</dt>
            <dd>
              <Money amount={data.officeDifferenceFen} tone={data.officeDifferenceFen === 0 ? undefined : 'owed'} />
            </dd>
          </div>
          <div>
            <dt>{t('cash.preparedBy')}</dt>
            <dd>
              {data.preparedBy} {businessTime(data.preparedAt)}
            </dd>
          </div>
          <div>
            <dt>{t('cash.signedBy')}</dt>
            <dd>
              {data.signedBy === undefined || data.signedAt === undefined
                ? '–'
                : `${data.signedBy} ${businessTime(data.signedAt)}`}{' '}
              <Tag>{t(`cash.close.${data.state}`)}</Tag>
            </dd>
          </div>
        </dl>
        {data.remark && <p>{`${t('cash.remark')}: ${data.remark}`}</p>}
      </section>
    </>
  );
}
