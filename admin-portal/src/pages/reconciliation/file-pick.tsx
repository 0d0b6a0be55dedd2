import { FileTextOutlined, InboxOutlined } from '@ant-design/icons';
import { Upload } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

interface FilePickProps {
  readonly file: File | undefined;
  readonly onPick: (file: File) => void;
  readonly hint: string;
  readonly accept: string;
}

/** A place to drop one file on, or to choose it; nothing is sent before the dialog is confirmed. */
export function FilePick({ file, onPick, hint, accept }: FilePickProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Upload.Dragger
      accept={accept}
      maxCount={1}
      showUploadList={false}
      beforeUpload={(picked) => {
        onPick(picked);
        return false;
      }}
    >
      <p className="ant-upload-drag-icon">{file ? <FileTextOutlined /> : <InboxOutlined />}</p>
      <p className="ant-upload-text recon-raw">{file ? file.name : t('file.drop')}</p>
      <p className="ant-upload-hint">{file ? t('file.size', { size: Math.ceil(file.size / 1024) }) : hint}</p>
    </Upload.Dragger>
  );
}
