import type { Household } from '@louting/server/contract/admin-api';
import { Alert, App, Button, Checkbox, Form, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { FormDialog } from '../form-dialog.tsx';
import { useReverseBill } from '../refunds/refund-queries.ts';

type HouseholdBill = Household['bills'][number];

const UNDONE_FROM: readonly HouseholdBill['state'][] = ['PUBLISHED', 'PARTIALLY_PAID', 'PAID'];

/** Undoes a bill 冲销. It is not a refund: no money goes to anybody, and the words say so. */
export function ReverseBill({ bill }: { bill: HouseholdBill }): ReactElement | null {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const [open, setOpen] = useState(false);
  if (!permissions.includes('bills.reverse') || !UNDONE_FROM.includes(bill.state)) return null;
  return (
    <div>
      <Button size="small" danger onClick={() => setOpen(true)}>
        {t('reversal.reverse')}
      </Button>
      {open && <ReverseDialog bill={bill} onClose={() => setOpen(false)} />}
    </div>
  );
}

function ReverseDialog({ bill, onClose }: { bill: HouseholdBill; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const localised = useLocalised();
  const { message: toast } = App.useApp();
  const reverse = useReverseBill(bill.billId);
  const [form] = Form.useForm<{ reason: string; move?: boolean }>();
  const hasMoney = bill.state !== 'PUBLISHED';

  const send = async ({ reason, move }: { reason: string; move?: boolean }) => {
    try {
      await reverse.mutateAsync({ reason: reason.trim(), ...(move ? { moneyTo: 'prepayment' as const } : {}) });
      toast.success(t('reversal.done'));
      onClose();
    } catch {
      // The dialog says why.
    }
  };

  return (
    <FormDialog
      title={t('reversal.title', { bill: `${localised(bill.item.name)} ${bill.periodFrom} ~ ${bill.periodTo}` })}
      okText={t('reversal.reverse')}
      hint={t('reversal.explain')}
      danger
      form={form}
      saving={reverse}
      onClose={onClose}
      onFinish={(values) => void send(values)}
    >
      {hasMoney && (
        <Form.Item>
          <Alert showIcon type="warning" title={words('LT-2515')} />
        </Form.Item>
      )}
      {hasMoney && (
        <Form.Item
          name="move"
          valuePropName="checked"
          rules={[
            {
              validator: (_rule, checked?: boolean) =>
                checked ? Promise.resolve() : Promise.reject(new Error(t('reversal.moneyFirst'))),
            },
          ]}
        >
          <Checkbox>{t('reversal.toPrepayment')}</Checkbox>
        </Form.Item>
      )}
      <Form.Item
        name="reason"
        label={t('refund.reason')}
        rules={[{ required: true, whitespace: true, min: 2, message: t('login.required') }]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormDialog>
  );
}
