import type { Urgency } from '@louting/server/contract/help-desk-api';
import { URGENCIES } from '@louting/server/contract/ticket-values';
import { Alert, Form, Input, Modal, Radio, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
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
  const failureWords = useFailureWords();
  const localised = useLocalised();
  const { communities } = useLoggedInStaff();
  const { communityId } = useCommunity();
  const [ticketId] = useState(() => crypto.randomUUID());
  const [form] = Form.useForm<Fields>();
  const chosen = Form.useWatch('communityId', form);
  const raise = useRaiseTicket();
  const initial = { communityId: communityId ?? communities[0]?.communityId, kind: 'repair', urgency: 'normal' };

  return (
    <Modal
      open
      title={t('ticket.raise')}
      okText={t('ticket.confirm')}
      cancelText={t('action.cancel')}
      confirmLoading={raise.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={(fields) => raise.mutate({ ticketId, ...fields }, { onSuccess: onClose })}
      >
        <Form.Item name="communityId" label={t('frame.community')}>
          <Select
            options={communities.map((one) => ({ value: one.communityId, label: localised(one.name) }))}
            onChange={() => form.resetFields(['roomId'])}
          />
        </Form.Item>
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
        {raise.isError && <Alert type="error" showIcon title={failureWords(failureCode(raise.error))} />}
      </Form>
    </Modal>
  );
}
