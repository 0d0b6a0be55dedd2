import type { SubjectRow, VoucherTarget } from '@louting/server/contract/ledger-api';
import { Alert, Input, Modal, Table, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { useChangeSubjects, useSubjects } from './ledger-queries.ts';

interface SubjectsDialogProps {
  readonly communityId: string;
  readonly target: VoucherTarget | undefined;
  readonly onClose: () => void;
}

const keyOf = (row: SubjectRow) => `${row.accountCode} ${row.itemCode}`;

/** Which subject of the accounting program each account becomes. */
export function SubjectsDialog({ communityId, target, onClose }: SubjectsDialogProps): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const words = useFailureWords();
  const subjects = useSubjects(communityId, target);
  const change = useChangeSubjects(communityId);
  const [edits, setEdits] = useState<Readonly<Record<string, Partial<SubjectRow>>>>({});
  const rows = (subjects.data?.rows ?? []).map((row) => ({ ...row, ...edits[keyOf(row)] }));
  const edit = (row: SubjectRow, edited: Partial<SubjectRow>) =>
    setEdits((before) => ({ ...before, [keyOf(row)]: { ...before[keyOf(row)], ...edited } }));
  const close = () => {
    setEdits({});
    change.reset();
    onClose();
  };
  return (
    <Modal
      open={target !== undefined}
      width={820}
      title={target && t('vouchers.subjectsOf', { program: t(`vouchers.${target}`) })}
      okButtonProps={{ loading: change.isPending, disabled: Object.keys(edits).length === 0 }}
      onOk={() => {
        if (!target) return;
        const kept = rows.map(({ accountCode, itemCode, subjectCode, subjectName }) => ({
          accountCode,
          itemCode,
          subjectCode: subjectCode.trim(),
          subjectName: subjectName.trim(),
        }));
        change.mutate({ target, rows: kept }, { onSuccess: close });
      }}
      onCancel={close}
    >
      <div className="stack">
        {change.isError && <Alert type="error" showIcon title={words(failureCode(change.error))} />}
        <Table<SubjectRow>
          size="small"
          rowKey={keyOf}
          dataSource={rows}
          loading={{ spinning: subjects.isPending && target !== undefined, delay: 200 }}
          pagination={false}
          scroll={{ y: 460 }}
          columns={[
            {
              title: t('ledger.account'),
              render: (_, row) => (
                <>
                  <span className="digits quiet">{row.accountCode}</span> {localised(row.accountName)} {row.itemCode}
                </>
              ),
            },
            {
              title: t('vouchers.subjectCode'),
              width: 160,
              render: (_, row) => (
                <Input
                  className="digits"
                  maxLength={32}
                  value={row.subjectCode}
                  aria-label={`${t('vouchers.subjectCode')} ${row.accountCode}`}
                  onChange={(event) => edit(row, { subjectCode: event.target.value })}
                />
              ),
            },
            {
              title: t('vouchers.subjectName'),
              width: 240,
              render: (_, row) => (
                <Input
                  maxLength={60}
                  value={row.subjectName}
                  aria-label={`${t('vouchers.subjectName')} ${row.accountCode}`}
                  onChange={(event) => edit(row, { subjectName: event.target.value })}
                />
              ),
            },
            {
              width: 100,
              render: (_, row) => row.problem && <Tag color="warning">{t(`subject.${row.problem}`)}</Tag>,
            },
          ]}
        />
      </div>
    </Modal>
  );
}
