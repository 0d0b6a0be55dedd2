import { businessTime } from '@louting/common/clock';
import type { ExceptionDetail } from '@louting/server/contract/exceptions-api';
import { Alert, Button, Descriptions, Drawer, Skeleton, Space, Table, Timeline } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { MethodName, OrderStateTag } from '../order-tags.tsx';
import { Deadline, ExceptionStateTag } from './deadline.tsx';
import { useAssignException, useException } from './exceptions-queries.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { useFindingWords } from './finding-words.ts';

export function ExceptionDrawer({
  exceptionId,
  onClose,
}: {
  exceptionId: string | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const exception = useException(exceptionId);
  return (
    <Drawer
      open={exceptionId !== undefined}
      onClose={onClose}
      size={680}
      destroyOnHidden
      title={t('exception.title')}
      extra={exception.data && <ExceptionStateTag state={exception.data.state} />}
    >
      {exception.isError && <FailedToLoad error={exception.error} onRetry={() => void exception.refetch()} />}
      {exception.isPending && <Skeleton active />}
      {exception.data && <ExceptionFacts exception={exception.data} />}
    </Drawer>
  );
}

function ExceptionFacts({ exception }: { exception: ExceptionDetail }): ReactElement {
  const { t } = useTranslation();
  const findingWords = useFindingWords();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const { roomId, roomLabel = '–', orderState, method } = exception;
  const room =
    roomId && permissions.includes('households.view') ? <Link to={`/rooms/${roomId}`}>{roomLabel}</Link> : roomLabel;
  return (
    <div className="stack">
      <Alert
        showIcon
        type={exception.state === 'RESOLVED' ? 'success' : exception.state === 'ESCALATED' ? 'error' : 'warning'}
        title={words(exception.code)}
        description={`${exception.code} · ${findingWords(exception.finding)}`}
      />
      <Descriptions
        column={2}
        size="small"
        bordered
        items={[
          { key: 'amount', label: t('cash.amount'), children: <Money amount={exception.amountFen} /> },
          { key: 'deadline', label: t('exceptions.deadline'), children: <Deadline row={exception} /> },
          { key: 'room', label: t('payments.room'), children: room },
          { key: 'kiosk', label: t('payments.kiosk'), children: exception.kioskNumber ?? '–' },
          {
            key: 'reference',
            label: t('payments.reference'),
            children: <span className="digits">{exception.reference ?? '–'}</span>,
          },
          {
            key: 'order',
            label: t('exceptions.order'),
            children: orderState ? <OrderStateTag state={orderState} /> : '–',
          },
          { key: 'method', label: t('payments.method'), children: method ? <MethodName method={method} /> : '–' },
          {
            key: 'asked',
            label: t('exception.askedAgain'),
            children: exception.askedAgainAt ? businessTime(exception.askedAgainAt) : '–',
          },
        ]}
      />
      <Outcome exception={exception} />
      <section>
        <h2>{t('exception.history')}</h2>
        <Timeline
          items={exception.history.map((step) => ({
            color: step.step === 'escalated' ? 'red' : step.step === 'resolved' ? 'green' : 'blue',
            content: (
              <>
                <span className="digits quiet">{businessTime(step.at)}</span> {t(`exception.step.${step.step}`)}{' '}
                {step.amountFen !== undefined && <Money amount={step.amountFen} tone="quiet" />} {step.by ?? ''}
              </>
            ),
          }))}
        />
      </section>
      <Postings exception={exception} />
    </div>
  );
}

/** What was decided, or what can be. */
function Outcome({ exception }: { exception: ExceptionDetail }): ReactElement {
  const { t } = useTranslation();
  const { permissions, staffId } = useLoggedInStaff();
  const [deciding, setDeciding] = useState(false);
  const assign = useAssignException(exception.exceptionId);
  if (exception.resolution) {
    const by = exception.resolvedBy ?? t('exception.bySystem');
    return (
      <Alert
        type="info"
        title={t(`resolution.${exception.resolution}`)}
        description={[by, exception.note].filter(Boolean).join(' · ')}
      />
    );
  }
  if (!permissions.includes('exceptions.resolve')) return <Alert type="info" title={t('exception.notYours')} />;
  const isMine = exception.assignedTo?.staffId === staffId;
  return (
    <Space wrap>
      <Button type="primary" disabled={exception.resolutions.length === 0} onClick={() => setDeciding(true)}>
        {t('exception.resolve')}
      </Button>
      <Button loading={assign.isPending} onClick={() => assign.mutate(!isMine)}>
        {isMine ? t('exception.release') : t('exception.take')}
      </Button>
      {exception.resolutions.length === 0 && <span className="quiet">{t('exception.settledElsewhere')}</span>}
      {deciding && <ResolveDialog exception={exception} onClose={() => setDeciding(false)} />}
    </Space>
  );
}

function Postings({ exception }: { exception: ExceptionDetail }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  return (
    <section>
      <h2>{t('exception.postings')}</h2>
      <Table
        size="small"
        pagination={false}
        rowKey={(row) => `${row.at} ${row.event} ${row.accountCode} ${row.debitFen} ${row.creditFen}`}
        dataSource={exception.postings}
        locale={{ emptyText: t('exception.noPostings') }}
        columns={[
          { title: t('payments.time'), render: (_, row) => <span className="digits">{businessTime(row.at)}</span> },
          {
            title: t('exception.account'),
            render: (_, row) => (
              <>
                <span className="digits quiet">{row.accountCode}</span> {localised(row.accountName)}
              </>
            ),
          },
          {
            title: t('exception.debit'),
            align: 'right',
            render: (_, row) => row.debitFen > 0 && <Money amount={row.debitFen} />,
          },
          {
            title: t('exception.credit'),
            align: 'right',
            render: (_, row) => row.creditFen > 0 && <Money amount={row.creditFen} />,
          },
        ]}
      />
    </section>
  );
}
