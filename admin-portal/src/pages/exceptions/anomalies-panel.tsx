import { businessTime } from '@louting/common/clock';
import type { AnomalyRow } from '@louting/server/contract/exceptions-api';
import { Form, Input, Select, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { FormDialog } from '../form-dialog.tsx';
import { OrderStateTag } from '../order-tags.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { useAnomalies, useReviewAnomaly } from './exceptions-queries.ts';

const RULES = ['amount-over-limit', 'repeated-payment', 'billed-twice'] as const;

/** The log of unusual payments and bills: what, when, why, what was done, by whom. */
export function AnomaliesPanel(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { permissions } = useLoggedInStaff();
  const { filter, page, change } = useFilter(['rule', 'reviewed']);
  const anomalies = useAnomalies({ communityId, ...filter, ...page });
  const [reviewing, setReviewing] = useState<AnomalyRow | undefined>(undefined);
  const mayReview = permissions.includes('exceptions.resolve');

  return (
    <>
      <div className="filters">
        <Select
          allowClear
          className="filter-choice"
          aria-label={t('anomalies.rule')}
          placeholder={t('anomalies.rule')}
          value={filter.rule}
          options={RULES.map((rule) => ({ value: rule, label: t(`anomaly.rule.${rule}`) }))}
          onChange={(rule?: string) => change({ rule })}
        />
        <Select
          allowClear
          className="filter-choice"
          aria-label={t('anomalies.review')}
          placeholder={t('anomalies.review')}
          value={filter.reviewed}
          options={(['no', 'yes'] as const).map((one) => ({ value: one, label: t(`anomaly.reviewed.${one}`) }))}
          onChange={(reviewed?: string) => change({ reviewed })}
        />
      </div>
      <RowsTable
        answer={anomalies}
        page={page}
        onPage={change}
        columns={useColumns()}
        rowKey={(row) => row.anomalyId}
        {...(mayReview && {
          onOpen: (row: AnomalyRow) => setReviewing(row.reviewedAt === undefined ? row : undefined),
        })}
        emptyWords={t('anomalies.empty')}
        width={1000}
      />
      {reviewing && <ReviewDialog anomaly={reviewing} onClose={() => setReviewing(undefined)} />}
    </>
  );
}

function useColumns(): NonNullable<TableProps<AnomalyRow>['columns']> {
  const { t } = useTranslation();
  const localised = useLocalised();
  return [
    {
      title: t('anomalies.foundAt'),
      width: 168,
      render: (_, row) => <span className="digits">{businessTime(row.foundAt)}</span>,
    },
    {
      title: t('anomalies.rule'),
      width: 150,
      render: (_, row) => <Tag color="orange">{t(`anomaly.rule.${row.rule}`)}</Tag>,
    },
    { title: t('payments.room'), width: 150, render: (_, row) => row.roomLabel },
    {
      title: t('anomalies.subject'),
      width: 220,
      render: (_, row) =>
        row.bill ? (
          <div className="two-lines">
            <span className="plain">{localised(row.bill.itemName)}</span>
            <span className="quiet digits">{`${row.bill.periodFrom} ~ ${row.bill.periodTo}`}</span>
          </div>
        ) : (
          <>
            <span className="digits">{row.reference ?? '–'}</span>{' '}
            {row.orderState && <OrderStateTag state={row.orderState} />}
          </>
        ),
    },
    {
      title: t('cash.amount'),
      width: 120,
      align: 'right',
      render: (_, row) => <Money amount={row.amountFen} />,
    },
    {
      title: t('anomalies.review'),
      render: (_, row) =>
        row.reviewedAt === undefined ? (
          <span className="quiet">{row.confirmedAt ? t('anomalies.confirmed') : t('anomalies.open')}</span>
        ) : (
          <div className="two-lines">
            <span className="plain">{`${row.cause ?? ''} → ${row.action ?? ''}`}</span>
            <span className="quiet">{row.reviewedBy ?? ''}</span>
          </div>
        ),
    },
  ];
}

function ReviewDialog({ anomaly, onClose }: { anomaly: AnomalyRow; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ cause: string; action: string }>();
  const review = useReviewAnomaly();
  const rules = [{ required: true, min: 2, max: 400, message: t('login.required') }];
  return (
    <FormDialog
      title={`${t(`anomaly.rule.${anomaly.rule}`)} · ${anomaly.roomLabel}`}
      okText={t('anomalies.write')}
      form={form}
      saving={review}
      onClose={onClose}
      onFinish={(fields) => review.mutate({ anomalyId: anomaly.anomalyId, ...fields }, { onSuccess: onClose })}
    >
      <Form.Item name="cause" label={t('anomalies.cause')} rules={rules}>
        <Input.TextArea rows={2} maxLength={400} />
      </Form.Item>
      <Form.Item name="action" label={t('anomalies.action')} rules={rules}>
        <Input.TextArea rows={2} maxLength={400} />
      </Form.Item>
    </FormDialog>
  );
}
