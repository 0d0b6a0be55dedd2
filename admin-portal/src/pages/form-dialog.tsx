import { Alert, Form, Modal, type FormInstance } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { failureCode, useFailureWords } from '../words/failure-words.ts';

interface FormDialogProps<Values> {
  readonly title: string;
  readonly okText: string;
  readonly hint?: string;
  readonly form: FormInstance<Values>;
  readonly initialValues: object;
  /** What sends the form: why it was refused is shown beneath the fields. */
  readonly saving: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  readonly onFinish: (values: Values) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog, which only its keys close: a click beside it must not throw away what was typed. */
export function FormDialog<Values extends object>(props: FormDialogProps<Values>): ReactElement {
  const words = useFailureWords();
  const { title, okText, hint, form, initialValues, saving, onFinish, onClose, children } = props;
  return (
    <Modal
      open
      title={title}
      okText={okText}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {hint !== undefined && <p>{hint}</p>}
      <Form form={form} layout="vertical" initialValues={initialValues} onFinish={onFinish}>
        {children}
        {saving.isError && <Alert type="error" showIcon title={words(failureCode(saving.error))} />}
      </Form>
    </Modal>
  );
}
