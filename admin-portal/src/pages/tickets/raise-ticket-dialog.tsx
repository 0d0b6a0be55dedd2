import type { Urgency } from '@louting/server/contract/help-desk-api';
import { URGENCIES } from '@louting/server/contract/ticket-values';
import { Form, Input, Radio } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { RoomChoice } from '../room-choice.tsx';
import { useRaiseTicket } from './ticket-queries.ts';

const KINDS = ['repair', 'feedback'] as const;

interface Fields {
  readonly communityId: string;
  readonly kind: (typeof KINDS)[number];
  readonly urgency: Urgency;
  readonly words: string;
  readonly roomId?: string;
}

/** Taken in by phone or at the desk. The id is made once, so that pressing twice raises one. */
export function RaiseTicketDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const { communityId } = useCommunity();
  const [ticketId] = useState(() => crypto.randomUUID());
  const [form] = Form.useForm<Fields>();
  const chosen = Form.useWatch('communityId', form);
  const raise = useRaiseTicket();
  const initial = { communityId: communityId ?? communities[0]?.communityId, kind: 'repair', urgency: 'normal' };

  return (
    <FormDialog
      title={t('ticket.raise')}
      okText={t('ticket.confirm')}
      form={form}
      saving={raise}
      onClose={onClose}
      initialValues={initial}
      onFinish={(fields) => raise.mutate({ ticketId, ...fields }, { onSuccess: onClose })}
    >
      <CommunityField onChange={() => form.resetFields(['roomId'])} />
      <Form.Item name="kind" label={t('ticket.kind')}>
        <Radio.Group options={KINDS.map((kind) => ({ value: kind, label: t(`ticket.kind.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="urgency" label={t('ticket.do.urgency')}>
        <Radio.Group options={URGENCIES.map((one) => ({ value: one, label: t(`ticket.urgency.${one}`) }))} />
      </Form.Item>
      <Form.Item name="roomId" label={t('payments.room')}>
        <RoomChoice communityId={chosen} />
      </Form.Item>
      <Form.Item
        name="words"
        label={t('ticket.what')}
        rules={[{ required: true, whitespace: true, message: t('login.required') }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </FormDialog>
  );
}
