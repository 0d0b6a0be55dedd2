import type { DoubtfulCash } from '@louting/server/contract/cash-api';
import { fen } from '@louting/common/money';
import { Form, Input, Radio, Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { FormDialog } from '../form-dialog.tsx';
import { useBoxes, useDecideNote } from './cash-queries.ts';
import { noteName } from './note-bars.tsx';

interface Values {
  readonly outcome: 'found' | 'not-stacked';
  readonly denominationFen?: number;
  readonly reason: string;
}

/** The count found some of several notes: a person says which of them it was. */
export function DecideDialog({ note, onClose }: { note: DoubtfulCash; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const boxes = useBoxes(communityId);
  const decide = useDecideNote();
  const [form] = Form.useForm<Values>();
  const outcome = Form.useWatch('outcome', form);
  const send = ({ denominationFen, ...decided }: Values) => {
    const value = denominationFen === undefined ? {} : { denominationFen: fen(denominationFen) };
    decide.mutate({ noteId: note.noteId, ...decided, ...value }, { onSuccess: onClose });
  };
  const credited =
    note.roomLabel === undefined ? t('cash.creditUnclaimed') : t('cash.creditRoom', { room: note.roomLabel });
  return (
    <FormDialog
      title={t('cash.decideTitle', { kiosk: note.kioskNumber })}
      okText={t('cash.decide')}
      form={form}
      saving={decide}
      onClose={onClose}
      initialValues={{ outcome: 'found' }}
      onFinish={send}
    >
      <Form.Item
        name="outcome"
        label={t('cash.decision')}
        extra={outcome === 'found' ? credited : t('cash.creditNothing')}
      >
        <Radio.Group
          options={[
            { value: 'found', label: t('cash.doubtState.found') },
            { value: 'not-stacked', label: t('cash.doubtState.not-stacked') },
          ]}
        />
      </Form.Item>
      {note.denominationFen === undefined && outcome === 'found' && (
        <Form.Item
          name="denominationFen"
          label={t('cash.value')}
          rules={[{ required: true, message: t('login.required') }]}
        >
          <Select
            options={(boxes.data?.denominationsFen ?? []).map((value) => ({
              value,
              label: noteName(value),
            }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="reason"
        label={t('cash.reason')}
        rules={[
          {
            required: true,
            whitespace: true,
            min: 2,
            message: t('login.required'),
          },
        ]}
      >
        <Input.TextArea rows={2} maxLength={200} showCount />
      </Form.Item>
    </FormDialog>
  );
}
