import { PhoneOutlined } from '@ant-design/icons';
import type { KioskRow } from '@louting/server/contract/admin-api';
import { Alert, App, Button, Form, Input, Modal, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswerHelpCall } from '../../api/queries.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { durationWords } from './duration-words.ts';

const LONGEST_MESSAGE = 120;

interface WaitingCall {
  readonly kiosk: KioskRow;
  readonly callId: string;
  readonly at: number;
  readonly screen: string;
}

/** A person is standing there: calls for help come before everything else on the page. */
export function HelpCalls({ kiosks }: { kiosks: readonly KioskRow[] }): ReactElement | null {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { permissions } = useLoggedInStaff();
  const [answering, setAnswering] = useState<WaitingCall | undefined>(undefined);
  const calls = kiosks
    .flatMap((kiosk) => kiosk.helpCalls.map((call): WaitingCall => ({ kiosk, ...call })))
    .sort((a, b) => a.at - b.at);

  return (
    <div className="help-calls" aria-live="assertive">
      {calls.map((call) => (
        <Alert
          key={call.callId}
          type="error"
          showIcon
          icon={<PhoneOutlined />}
          title={t('help.title', { kiosk: `${call.kiosk.kioskNumber} ${call.kiosk.location}` })}
          description={[
            localised(call.kiosk.communityName),
            t('help.onScreen', { screen: t(`screen.${call.screen}`, { defaultValue: call.screen }) }),
            durationWords(Date.now() - call.at, t),
          ].join(' · ')}
          action={
            permissions.includes('help-calls.answer') && (
              <Button type="primary" danger onClick={() => setAnswering(call)}>
                {t('help.answer')}
              </Button>
            )
          }
        />
      ))}
      {answering && <AnswerDialog call={answering} onClose={() => setAnswering(undefined)} />}
    </div>
  );
}

function AnswerDialog({ call, onClose }: { call: WaitingCall; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { message: toast } = App.useApp();
  const answer = useAnswerHelpCall();
  const [form] = Form.useForm<{ message: string }>();
  const ready = [t('help.ready.coming'), t('help.ready.phone'), t('help.ready.moment')];

  const send = async ({ message }: { message: string }) => {
    try {
      await answer.mutateAsync({ callId: call.callId, message: message.trim() });
      toast.success(t('help.sent'));
      onClose();
    } catch (error) {
      toast.error(words(failureCode(error)));
    }
  };

  return (
    <Modal
      open
      title={t('help.dialog', { kiosk: call.kiosk.kioskNumber })}
      okText={t('help.send')}
      confirmLoading={answer.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{t('help.explain')}</p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ message: ready[0] }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          name="message"
          label={t('help.message')}
          rules={[{ required: true, whitespace: true, message: t('login.required') }]}
        >
          <Input.TextArea rows={2} maxLength={LONGEST_MESSAGE} showCount autoFocus />
        </Form.Item>
      </Form>
      <Space wrap size={8} className="ready-answers">
        {ready.map((text) => (
          <Button key={text} size="small" onClick={() => form.setFieldsValue({ message: text })}>
            {text}
          </Button>
        ))}
      </Space>
    </Modal>
  );
}
