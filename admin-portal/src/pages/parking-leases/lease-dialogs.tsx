import { newId } from '@louting/common/ids';
import type { ParkingLease } from '@louting/server/contract/parking-leases-api';
import { Alert, DatePicker, Form, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { LeaseFields } from './lease-fields.tsx';
import { useEndLease, useRenewLease } from './lease-queries.ts';

interface LeaseDialogProps {
  readonly lease: ParkingLease;
  readonly onClose: () => void;
}

/** More months at the price of then, from the day after the last. */
export function RenewLeaseDialog({ lease, onClose }: LeaseDialogProps): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const [form] = Form.useForm<{ months: number; tariffId: string }>();
  const [leaseId] = useState(newId);
  const renew = useRenewLease();
  return (
    <Modal
      open
      title={t('leases.renewOf', { space: lease.space })}
      okText={t('leases.renew')}
      confirmLoading={renew.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('leases.renewFrom', { day: lease.to })}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ months: 12 }}
        onFinish={(values) => renew.mutate({ ...values, leaseId, renews: lease.leaseId }, { onSuccess: onClose })}
      >
        <LeaseFields communityId={lease.communityId} />
        {renew.isError && <Alert type="error" showIcon title={words(failureCode(renew.error))} />}
      </Form>
    </Modal>
  );
}

/** Before its time: not before the days that are paid. */
export function EndLeaseDialog({ lease, onClose }: LeaseDialogProps): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const [form] = Form.useForm<{ lastDay: Dayjs }>();
  const end = useEndLease();
  const outside = (day: string) => day < lease.paidUntil || (lease.to !== undefined && day > lease.to);
  return (
    <Modal
      open
      title={t('leases.endOf', { space: lease.space })}
      okText={t('leases.end')}
      okButtonProps={{ danger: true }}
      confirmLoading={end.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('leases.endHint', { paidUntil: lease.paidUntil })}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ lastDay: dayjs(lease.paidUntil) }}
        onFinish={({ lastDay }) =>
          end.mutate({ leaseId: lease.leaseId, lastDay: lastDay.format('YYYY-MM-DD') }, { onSuccess: onClose })
        }
      >
        <Form.Item name="lastDay" label={t('leases.lastDay')}>
          <DatePicker allowClear={false} disabledDate={(day) => outside(day.format('YYYY-MM-DD'))} />
        </Form.Item>
        {end.isError && <Alert type="error" showIcon title={words(failureCode(end.error))} />}
      </Form>
    </Modal>
  );
}
