import { businessDate } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import { DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useBoxes, useCollections, useRegisterDeposit } from './cash-queries.ts';

interface Values {
  readonly communityId: string;
  readonly slipNumber: string;
  readonly day: Dayjs;
  readonly yuan: number;
  readonly collectionIds?: string[];
}

const MOST_BAGS = 200;

/** A bank slip; choosing the bags it brought fills in the amount. */
export function DepositDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const chosen = useCommunity().communityId ?? communities[0]?.communityId;
  const [form] = Form.useForm<Values>();
  const communityId = Form.useWatch('communityId', form) ?? chosen;
  const bags = useCollections({
    communityId,
    open: 'false',
    page: 1,
    pageSize: MOST_BAGS,
  });
  const boxes = useBoxes(communityId);
  const register = useRegisterDeposit();
  const [depositId] = useState(() => crypto.randomUUID());
  const waiting = (bags.data?.rows ?? []).filter((bag) => bag.result && bag.result.slipNumber === undefined);
  const sumOf = (ids: readonly string[]) =>
    fen(waiting.reduce((sum, bag) => sum + (ids.includes(bag.collectionId) ? (bag.result?.countedFen ?? 0) : 0), 0));

  const send = (values: Values) =>
    register.mutate(
      {
        depositId,
        communityId: values.communityId,
        slipNumber: values.slipNumber,
        depositedOn: values.day.format('YYYY-MM-DD'),
        amountFen: fen(Math.round(values.yuan * 100)),
        collectionIds: values.collectionIds ?? [],
      },
      { onSuccess: onClose },
    );
  const required = [{ required: true, message: t('login.required') }];
  return (
    <FormDialog
      title={t('cash.addDeposit')}
      okText={t('cash.save')}
      form={form}
      saving={register}
      onClose={onClose}
      initialValues={{
        communityId: chosen,
        day: dayjs(businessDate(Date.now())),
      }}
      onFinish={send}
    >
      <CommunityField onChange={() => form.setFieldsValue({ collectionIds: [] })} />
      <Form.Item name="collectionIds" label={t('cash.bags')}>
        <Select
          mode="multiple"
          loading={bags.isFetching}
          onChange={(ids: string[]) => form.setFieldsValue({ yuan: Number(formatYuan(sumOf(ids))) })}
          options={waiting.map((bag) => ({
            value: bag.collectionId,
            label: `${bag.sealNumber} · ${bag.kioskNumber} · ${bag.result ? yuan(bag.result.countedFen) : ''}`,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="yuan"
        label={t('cash.amountYuan')}
        rules={required}
        extra={
          boxes.data &&
          t('cash.atOfficeNow', {
            amount: yuan(boxes.data.totals.atOfficeFen),
          })
        }
      >
        <InputNumber min={0.01} precision={2} prefix="¥" />
      </Form.Item>
      <Form.Item name="slipNumber" label={t('cash.slip')} rules={required}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="day" label={t('cash.depositedOn')} rules={required}>
        <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') > businessDate(Date.now())} />
      </Form.Item>
    </FormDialog>
  );
}
