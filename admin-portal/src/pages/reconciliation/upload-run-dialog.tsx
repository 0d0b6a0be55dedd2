import { businessDate as businessDay } from '@louting/common/clock';
import type { FileLayout, RunChannel, RunKind } from '@louting/server/contract/reconciliation-api';
import { Checkbox, DatePicker, Form, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../form-dialog.tsx';
import { FilePick } from './file-pick.tsx';
import { useUploadRun } from './reconciliation-queries.ts';
import { Sending } from './sending.tsx';

/** What is known before the dialog opens; the rest is asked. */
export interface WantedUpload {
  readonly channel?: RunChannel;
  readonly kind?: RunKind;
  readonly businessDate?: string;
  /** The day is done already: the new file replaces its figures and keeps what people have settled. */
  readonly force?: boolean;
}

interface Values {
  readonly source: keyof typeof SOURCES;
  readonly layout: FileLayout;
  readonly day: Dayjs;
  readonly force: boolean;
}

/** What a file may be of, and the layouts it may have. Of cards either party's file may come. */
const SOURCES = {
  'pos trade': ['pos', 'unionpay'],
  'unionpay trade': ['unionpay', 'pos'],
  'wechat-pay trade': ['wechat-trade'],
  'wechat-pay fund': ['wechat-fund'],
  'alipay trade': ['alipay-trade'],
  'alipay fund': ['alipay-fund'],
} as const satisfies Readonly<Record<string, readonly FileLayout[]>>;

interface UploadRunDialogProps {
  readonly wanted: WantedUpload;
  readonly onClose: () => void;
  readonly onDone: (runId: string) => void;
}

/** Brings in a file that somebody has downloaded at the channel or the acquirer. */
export function UploadRunDialog({ wanted, onClose, onDone }: UploadRunDialogProps): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const asked = `${wanted.channel ?? 'pos'} ${wanted.kind ?? 'trade'}` as Values['source'];
  const source = Form.useWatch('source', form) ?? asked;
  const [file, setFile] = useState<File | undefined>(undefined);
  const [share, setShare] = useState(0);
  const send = useUploadRun();
  const today = businessDay(Date.now());
  const upload = ({ layout, day, force }: Values) => {
    if (!file) return;
    const [channel = '', kind = ''] = source.split(' ');
    const data = new FormData();
    // The server reads fields before the file, so that it knows what it reads.
    data.append('channel', channel);
    data.append('businessDate', day.format('YYYY-MM-DD'));
    data.append('kind', kind);
    data.append('layout', layout);
    data.append('force', String(force));
    data.append('file', file);
    send.mutate({ form: data, onProgress: setShare }, { onSuccess: (run) => onDone(run.runId) });
  };
  return (
    <FormDialog
      title={t('run.upload')}
      okText={t('run.uploadNow')}
      form={form}
      saving={send}
      notReady={!file}
      leavable
      onClose={onClose}
      initialValues={{
        source: asked,
        layout: SOURCES[asked][0],
        day: dayjs(wanted.businessDate ?? today).subtract(wanted.businessDate === undefined ? 1 : 0, 'day'),
        force: wanted.force ?? false,
      }}
      onFinish={upload}
    >
      <Form.Item name="source" label={t('run.channel')}>
        <Select
          onChange={(chosen: Values['source']) => form.setFieldsValue({ layout: SOURCES[chosen][0] })}
          options={Object.keys(SOURCES).map((value) => {
            const [channel = '', kind = ''] = value.split(' ');
            return { value, label: `${t(`channel.${channel}`)} · ${t(`run.kind.${kind}`)}` };
          })}
        />
      </Form.Item>
      <Form.Item name="layout" label={t('run.layout')} hidden={SOURCES[source].length === 1}>
        <Select options={SOURCES[source].map((value) => ({ value, label: t(`layout.${value}`) }))} />
      </Form.Item>
      <Form.Item name="day" label={t('run.day')} rules={[{ required: true, message: t('login.required') }]}>
        <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') >= today} />
      </Form.Item>
      <Form.Item label={t('file.file')}>
        <FilePick file={file} onPick={setFile} hint={t('run.fileHint')} accept=".csv,.txt,.zip" />
      </Form.Item>
      <Form.Item name="force" valuePropName="checked" extra={t('run.forceHint')}>
        <Checkbox>{t('run.force')}</Checkbox>
      </Form.Item>
      {send.isPending && <Sending share={share} />}
    </FormDialog>
  );
}
