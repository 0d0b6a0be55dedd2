import { businessDate } from '@louting/common/clock';
import type { Change, ChangeKind } from '@louting/server/contract/reconciliation-changes-api';
import { DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../form-dialog.tsx';
import { ChangeFields, type ChangeValues, valuesToChange } from './change-fields.tsx';
import { useProposeChange } from './change-queries.ts';

interface ProposeChangeDialogProps {
  readonly kind: ChangeKind;
  /** What is known and not asked: the community, the line, the day. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly onClose: () => void;
}

type Values = ChangeValues & { readonly day?: Dayjs; readonly reason: string };

const DATED: ReadonlySet<ChangeKind> = new Set(['channel-fee-rule', 'bank-fee-rule', 'posting-rule']);
const LEAST_WORDS = 4;

/** Proposes a change with a reason. Nothing is so before a colleague agrees. */
export function ProposeChangeDialog({ kind, fixed, onClose }: ProposeChangeDialogProps): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [changeId] = useState(() => crypto.randomUUID());
  const propose = useProposeChange();
  const required = [{ required: true, message: t('login.required') }];
  const send = ({ reason, day, ...values }: Values) => {
    const dated = DATED.has(kind) ? { fromDate: day?.format('YYYY-MM-DD') } : {};
    // The server checks it against its contract; what is wrong with it is told below.
    const change = { kind, ...fixed, ...dated, ...valuesToChange(kind, values) } as Change;
    propose.mutate({ changeId, change, reason }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t(`rules.kind.${kind}`)}
      okText={t('rules.propose')}
      hint={t(`rules.means.${kind}`)}
      form={form}
      saving={propose}
      onClose={onClose}
      initialValues={{ day: dayjs(businessDate(Date.now())) }}
      onFinish={send}
    >
      <ChangeFields kind={kind} />
      {DATED.has(kind) && (
        <Form.Item name="day" label={t('rules.fromDate')} rules={required}>
          <DatePicker allowClear={false} />
        </Form.Item>
      )}
      <Form.Item
        name="reason"
        label={t('rules.reason')}
        rules={[{ required: true, min: LEAST_WORDS, whitespace: true, message: t('rules.reasonHint') }]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormDialog>
  );
}
