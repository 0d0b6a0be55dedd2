import { LONGEST_LEASE_MONTHS } from '@louting/server/contract/parking-lease-limits';
import { Alert, Form, InputNumber, Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { useLocalised } from '../../words/localised.ts';
import { useParkingTariffs } from './lease-queries.ts';

interface LeaseFieldsProps {
  readonly communityId: string | undefined;
  /** First day of the lease, whose price is for all of it. */
  readonly from: string | undefined;
}

/** For how many months, and at which price of a month. */
export function LeaseFields({ communityId, from }: LeaseFieldsProps): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const tariffs = useParkingTariffs(communityId, from);
  const required = [{ required: true, message: t('login.required') }];
  const prices = tariffs.data?.rows ?? [];
  return (
    <>
      <Form.Item name="months" label={t('leases.months')} rules={required}>
        <InputNumber min={1} max={LONGEST_LEASE_MONTHS} precision={0} suffix={t('leases.monthUnit')} />
      </Form.Item>
      <Form.Item name="tariffId" label={t('leases.tariff')} rules={required} extra={t('leases.tariffHint')}>
        <Select
          loading={tariffs.isFetching}
          options={prices.map((one) => ({
            value: one.tariffId,
            label: t('leases.tariffOption', { name: localised(one.name), price: yuan(one.monthlyFen) }),
          }))}
        />
      </Form.Item>
      {tariffs.isSuccess && prices.length === 0 && <Alert type="warning" showIcon title={t('leases.noTariff')} />}
    </>
  );
}
