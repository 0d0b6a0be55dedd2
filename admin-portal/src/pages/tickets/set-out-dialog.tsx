import type { TicketRow } from '@louting/server/contract/help-desk-api';
import { App, Form, Input, Radio } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { FormDialog } from '../form-dialog.tsx';
import { useTicketStep } from './ticket-queries.ts';

const MINUTES = [1, 3, 5, 10, 20] as const;
const LONGEST_NAME = 12;

interface Fields {
  readonly name: string;
  readonly minutes: number;
}

/** Who goes and how long it takes: both are shown to the owner who waits. */
export function SetOutDialog({ ticket, onClose }: { ticket: TicketRow; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { message: toast } = App.useApp();
  const { name } = useLoggedInStaff();
  const step = useTicketStep(ticket.ticketId);
  const [form] = Form.useForm<Fields>();

  const send = async ({ name: who, minutes }: Fields) => {
    try {
      await step.mutateAsync({ step: 'set-out', name: who.trim(), minutes });
      toast.success(t('help.sent'));
      onClose();
    } catch {
      // The dialog says why.
    }
  };

  return (
    <FormDialog
      title={t('help.dialog', { kiosk: ticket.kioskNumber ?? ticket.reference })}
      okText={t('help.send')}
      hint={t('help.explain')}
      form={form}
      saving={step}
      onClose={onClose}
      initialValues={{ name: t('help.publicName', { surname: name.slice(0, 1) }), minutes: 5 }}
      onFinish={(values) => void send(values)}
    >
      <Form.Item
        name="name"
        label={t('help.who')}
        rules={[{ required: true, whitespace: true, message: t('login.required') }]}
      >
        <Input maxLength={LONGEST_NAME} />
      </Form.Item>
      <Form.Item name="minutes" label={t('help.minutes')}>
        <Radio.Group
          optionType="button"
          options={MINUTES.map((minutes) => ({ value: minutes, label: t('span.minutes', { minutes }) }))}
        />
      </Form.Item>
    </FormDialog>
  );
}
