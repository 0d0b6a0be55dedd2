import type { StaffStep, TicketDetail, Verification } from '@louting/server/contract/help-desk-api';
import { CALL_BACKS, VERIFICATION } from '@louting/server/contract/ticket-values';
import { Alert, Form, Input, Radio, Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../form-dialog.tsx';
import { useTicketStep } from './ticket-queries.ts';

/** Steps that need words. */
export type WordedStep = 'resolve' | 'close' | 'reopen' | 'note';

const ASKED = ['cause', 'scope', 'responsibility', 'fix'] as const;

interface Fields extends Verification {
  readonly note?: string;
  readonly callBack: (typeof CALL_BACKS)[number];
}

export function StepDialog({
  ticket,
  step,
  onClose,
}: {
  ticket: TicketDetail;
  step: WordedStep;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const taking = useTicketStep(ticket.ticketId);
  const verifies = step === 'resolve' && ticket.kind === 'bill-dispute';
  const noteIsNeeded = step === 'note' || step === 'reopen';

  const send = ({ note = '', callBack, ...verification }: Fields) =>
    taking.mutate(stepOf(step, note.trim(), callBack, verifies ? verification : undefined), { onSuccess: onClose });

  return (
    <FormDialog
      title={t(`ticket.do.${step}`)}
      okText={t('ticket.confirm')}
      form={form}
      saving={taking}
      onClose={onClose}
      onFinish={send}
    >
      {verifies &&
        ASKED.map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`verification.${name}`)}
            rules={[{ required: true, message: t('login.required') }]}
          >
            <Select
              options={VERIFICATION[name].map((one) => ({
                value: one,
                label: t(`${name}.${one}`),
              }))}
            />
          </Form.Item>
        ))}
      {step === 'close' && (
        <Form.Item name="callBack" label={t('ticket.callBack')} initialValue="content">
          <Radio.Group
            vertical
            options={CALL_BACKS.map((one) => ({ value: one, label: t(`ticket.callBack.${one}`) }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="note"
        label={t('exception.note')}
        rules={noteIsNeeded ? [{ required: true, whitespace: true, message: t('login.required') }] : []}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
      {step === 'reopen' && <Alert type="warning" showIcon title={t('ticket.reopenDoes')} />}
    </FormDialog>
  );
}

function stepOf(
  step: WordedStep,
  note: string,
  callBack: Fields['callBack'],
  verification: Verification | undefined,
): StaffStep {
  if (step === 'close') return { step, callBack, note };
  if (step === 'resolve') return { step, note, ...(verification && { verification }) };
  return { step, note };
}
