import { businessTime } from '@louting/common/clock';
import type { RefundDetail } from '@louting/server/contract/refunds-api';
import { Alert, Descriptions, Drawer, Skeleton, Steps, Table, Tag, Timeline } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { MethodName } from '../order-tags.tsx';
import { RefundActions } from './refund-actions.tsx';
import { useRefund } from './refund-queries.ts';
import { RefundStateTag } from './refund-tags.tsx';
import { TimeLimit } from './time-limit.tsx';

export function RefundDrawer({
  refundId,
  onClose,
}: {
  refundId: string | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const refund = useRefund(refundId);
  return (
    <Drawer
      open={refundId !== undefined}
      onClose={onClose}
      size={640}
      destroyOnHidden
      title={
        <>
          {t('refund.title')} {refund.data && <span className="digits">{refund.data.reference}</span>}
        </>
      }
      extra={refund.data && <RefundStateTag refund={refund.data} />}
      footer={refund.data && refund.data.actions.length > 0 ? <RefundActions refund={refund.data} /> : null}
    >
      {refund.isError && <FailedToLoad error={refund.error} onRetry={() => void refund.refetch()} />}
      {refund.isPending && refundId !== undefined && <Skeleton active />}
      {refund.data && <RefundFacts refund={refund.data} />}
    </Drawer>
  );
}

function RefundFacts({ refund }: { refund: RefundDetail }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  return (
    <div className="stack">
      <RefundPicture refund={refund} />
      {refund.failureCode && !refund.returned && (
        <Alert
          showIcon
          type={refund.state === 'FAILED' ? 'error' : 'warning'}
          title={words(refund.failureCode)}
          description={[refund.failureCode, refund.failureDetail].filter(Boolean).join(' · ')}
        />
      )}
      {refund.anomalies.length > 0 && (
        <Alert
          showIcon
          type="warning"
          title={t('refund.anomalies')}
          description={refund.anomalies.map((anomaly) => t(`refund.anomaly.${anomaly}`)).join(t('list.separator'))}
        />
      )}
      <Descriptions
        column={2}
        size="small"
        bordered
        items={[
          { key: 'amount', label: t('refund.amount'), children: <Money amount={refund.amountFen} /> },
          { key: 'route', label: t('refund.route'), children: t(`refund.route.${refund.route}`) },
          {
            key: 'room',
            label: t('payments.room'),
            span: 2,
            children: <Link to={`/rooms/${refund.roomId}`}>{`${refund.roomLabel} ${refund.payerMasked}`}</Link>,
          },
          {
            key: 'payment',
            label: t('refund.payment'),
            span: 2,
            children: (
              <>
                <Link to={`/payments?search=${refund.orderReference}`} className="digits">
                  {refund.orderReference}
                </Link>{' '}
                <MethodName method={refund.method} />
              </>
            ),
          },
          { key: 'reason', label: t('refund.reason'), children: t(`refund.reason.${refund.reason}`) },
          { key: 'due', label: t('refund.dueAt'), children: <TimeLimit refund={refund} /> },
          { key: 'note', label: t('refund.note'), span: 2, children: refund.note || '–' },
          {
            key: 'expected',
            label: t('refund.expectedBy'),
            span: 2,
            children: refund.expectedBy ? t('refund.expected', { date: refund.expectedBy }) : '–',
          },
        ]}
      />
      <Parts refund={refund} />
      <section>
        <h2>{t('refund.history')}</h2>
        <Timeline
          items={refund.steps.map((step) => ({
            content: (
              <>
                <b>{t(`refund.step.${step.kind}`)}</b> {step.by ?? t('refund.system')}{' '}
                <span className="digits quiet">{businessTime(step.at)}</span>
                {step.note && <div className="quiet">{step.note}</div>}
              </>
            ),
          }))}
        />
      </section>
    </div>
  );
}

/** Where the refund stands, at a glance. */
function RefundPicture({ refund }: { refund: RefundDetail }): ReactElement {
  const { t } = useTranslation();
  const { state, route } = refund;
  const current =
    state === 'REQUESTED' || state === 'APPROVING' || state === 'REJECTED' ? 1 : state === 'SUCCEEDED' ? 3 : 2;
  const failed = state === 'REJECTED' || state === 'FAILED';
  return (
    <Steps
      size="small"
      current={current}
      status={failed ? 'error' : state === 'SUCCEEDED' ? 'finish' : 'process'}
      items={[
        { title: t('refund.picture.requested'), content: refund.requestedBy ?? t('refund.system') },
        { title: t('refund.picture.approved'), content: `${refund.approvals} / ${refund.approvalsNeeded}` },
        { title: t(route === 'original' ? 'refund.picture.sent' : 'refund.picture.handing') },
        { title: t('refund.picture.done') },
      ]}
    />
  );
}

function Parts({ refund }: { refund: RefundDetail }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  return (
    <section>
      <h2>{t('refund.parts')}</h2>
      <Table
        size="small"
        pagination={false}
        rowKey={(part) => `${part.source} ${part.periodFrom ?? ''} ${part.itemName?.en ?? ''}`}
        dataSource={refund.parts}
        columns={[
          {
            title: t('bill.item'),
            render: (_, part) => (
              <>
                {part.itemName ? localised(part.itemName) : t('refund.source.prepayment')}{' '}
                {part.source === 'bill' && <Tag>{t('refund.source.bill')}</Tag>}
              </>
            ),
          },
          {
            title: t('bill.period'),
            render: (_, part) => (
              <span className="digits">{part.periodFrom ? `${part.periodFrom} ~ ${part.periodTo ?? ''}` : '–'}</span>
            ),
          },
          { title: t('refund.amount'), align: 'right', render: (_, part) => <Money amount={part.amountFen} /> },
        ]}
      />
    </section>
  );
}
