import { Alert, Form, Modal, type FormInstance } from 'antd';
import { useEffect, useRef, useState, type ReactElement, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCode, useFailureWords } from '../words/failure-words.ts';

interface FormDialogProps<Values> {
  readonly title: ReactNode;
  readonly okText: string;
  readonly hint?: ReactNode;
  readonly form: FormInstance<Values>;
  readonly initialValues?: object;
  /** What sends the form: while it waits nothing else can be done here; why it was refused stands above the fields. */
  readonly saving: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  /** It cannot be taken back. */
  readonly danger?: boolean;
  /** Something is missing that no field can say, e.g. a file. */
  readonly notReady?: boolean;
  /** It may take as long as it likes, e.g. a file on a slow line: whoever does not want to wait may leave. */
  readonly leavable?: boolean;
  readonly width?: number;
  readonly onFinish: (values: Values) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** A form in a dialog, which only its keys close: a click beside it must not throw away what was typed. */
export function FormDialog<Values extends object>(props: FormDialogProps<Values>): ReactElement {
  const { title, okText, hint, form, initialValues = {}, saving, danger = false, notReady = false, width } = props;
  const held = saving.isPending && props.leavable !== true;
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  useFocusBack();
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger, disabled: notReady }}
      cancelButtonProps={{ disabled: held }}
      confirmLoading={saving.isPending}
      keyboard={!held}
      closable={{ disabled: held }}
      mask={{ closable: false }}
      {...(width !== undefined && { width })}
      onOk={() => form.submit()}
      onCancel={props.onClose}
      afterOpenChange={(open) => open && focusFirst(body)}
    >
      <div ref={body} className="form-dialog">
        {hint !== undefined && <p className="quiet">{hint}</p>}
        {saving.isError && !saving.isPending && <Refusal code={failureCode(saving.error)} />}
        <Form
          form={form}
          layout="vertical"
          initialValues={initialValues}
          scrollToFirstError={{ focus: true }}
          onFinish={props.onFinish}
        >
          {props.children}
        </Form>
      </div>
    </Modal>
  );
}

/** Comes into sight by itself: the key that was pressed may be far below. */
function Refusal({ code }: { readonly code: string }): ReactElement {
  const words = useFailureWords()(code);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers answer with a promise, which no effect may give back.
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={place}>
      <Alert type="error" showIcon title={words} description={words !== code && code} />
    </div>
  );
}

/** The first field, or what is chosen of several. */
function focusFirst(body: RefObject<HTMLDivElement | null>): void {
  if (body.current?.contains(document.activeElement)) return;
  const fields = [...(body.current?.querySelectorAll<HTMLElement>('input:not(:disabled), textarea') ?? [])];
  const seen = fields.filter((field) => field.offsetParent !== null);
  const [first] = seen;
  const chosen = first?.matches('[type=radio]') ? seen.find((field) => field.matches(':checked')) : undefined;
  (chosen ?? first)?.focus();
}

/** Whoever works by keyboard goes on from where the dialog was opened. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    },
    [opener],
  );
}
