import { newId } from '@louting/common/ids';
import type { ParkingLease } from '@louting/server/contract/parking-leases-api';
import { DatePicker, Form } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../form-dialog.tsx';
import { LeaseFields } from './lease-fields.tsx';
import { useEndLease, useRenewLease } from './lease-queries.ts';

interface LeaseDialogProps {
  readonly lease: ParkingLease;
  readonly onClose: () => void;
}

/** More months at the price of then, from the day after the last. */
export function RenewLeaseDialog({ lease, onClose }: LeaseDialogProps): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ months: number; tariffId: string }>();
  const [leaseId] = useState(newId);
  const renew = useRenewLease();
  return (
    <FormDialog
      title={t('leases.renewOf', { space: lease.space })}
      okText={t('leases.renew')}
      hint={t('leases.renewFrom', { day: lease.to })}
      form={form}
      saving={renew}
      onClose={onClose}
      initialValues={{ months: 12 }}
      onFinish={(values) => renew.mutate({ ...values, leaseId, renews: lease.leaseId }, { onSuccess: onClose })}
    >
      <LeaseFields communityId={lease.communityId} from={dayjs(lease.to).add(1, 'day').format('YYYY-MM-DD')} />
    </FormDialog>
  );
}

/** Before its time: not before the days that are paid. */
export function EndLeaseDialog({ lease, onClose }: LeaseDialogProps): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ lastDay: Dayjs }>();
  const end = useEndLease();
  const outside = (day: string) => day < lease.paidUntil || (lease.to !== undefined && day > lease.to);
  return (
    <FormDialog
      title={t('leases.endOf', { space: lease.space })}
      okText={t('leases.end')}
      hint={t('leases.endHint', { paidUntil: lease.paidUntil })}
      danger
      form={form}
      saving={end}
      onClose={onClose}
      initialValues={{ lastDay: dayjs(lease.paidUntil) }}
      onFinish={({ lastDay }) =>
        end.mutate({ leaseId: lease.leaseId, lastDay: lastDay.format('YYYY-MM-DD') }, { onSuccess: onClose })
      }
    >
      <Form.Item name="lastDay" label={t('leases.lastDay')}>
        <DatePicker allowClear={false} disabledDate={(day) => outside(day.format('YYYY-MM-DD'))} />
      </Form.Item>
    </FormDialog>
  );
}
