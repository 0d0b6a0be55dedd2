import type { BankImport } from '@louting/server/contract/reconciliation-api';
import { Alert, Modal, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { FilePick } from './file-pick.tsx';
import { ProblemsTable } from './problems-table.tsx';
import { useImportStatement } from './reconciliation-queries.ts';
import { useRules } from './rules/change-queries.ts';
import { Sending } from './sending.tsx';

/** Brings a statement in, and says at once what was in it. */
export function StatementDialog({ communityId, onClose }: { communityId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const [file, setFile] = useState<File | undefined>(undefined);
  const [share, setShare] = useState(0);
  const [accountId, setAccountId] = useState<string | undefined>(undefined);
  const accounts = useRules(communityId).data?.accounts ?? [];
  const send = useImportStatement();
  const done = send.data;
  const upload = () => {
    if (!file) return;
    const form = new FormData();
    // The server reads the field before the file, so that it knows whose statement it reads.
    form.append('communityId', communityId);
    if (accountId !== undefined) form.append('accountId', accountId);
    form.append('file', file);
    send.mutate({ form, onProgress: setShare });
  };
  return (
    <Modal
      open
      title={t('bank.import')}
      okText={done ? t('bank.look') : t('run.uploadNow')}
      okButtonProps={{ disabled: !file }}
      footer={(buttons, { OkBtn }) => (done ? <OkBtn /> : buttons)}
      confirmLoading={send.isPending}
      onOk={done ? onClose : upload}
      onCancel={onClose}
      mask={{ closable: false }}
      width={640}
    >
      <div className="stack">
        {done ? (
          <ImportResult result={done} />
        ) : (
          <FilePick
            file={file}
            onPick={(picked) => {
              send.reset();
              setFile(picked);
            }}
            hint={t('bank.fileHint')}
            accept=".csv,.txt,.xls,.xlsx,.xml,.sta,.mt940,.940"
          />
        )}
        {!done && accounts.length > 1 && (
          <Select
            allowClear
            aria-label={t('bank.chooseAccount')}
            placeholder={t('bank.chooseAccount')}
            value={accountId}
            onChange={setAccountId}
            options={accounts.map((account) => ({
              value: account.accountId,
              label: `${t(`bank.name.${account.bank}`, { defaultValue: account.bank })} ${account.numberMasked} ${account.name}`,
            }))}
          />
        )}
        {send.isPending && <Sending share={share} />}
        {send.isError && <Alert type="error" showIcon title={words(failureCode(send.error))} />}
      </div>
    </Modal>
  );
}

function ImportResult({ result }: { result: BankImport }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Alert
        type={result.problemCount === 0 ? 'success' : 'warning'}
        showIcon
        title={t('bank.imported', { fresh: result.fresh, known: result.known })}
        description={result.problemCount > 0 && t('bank.problems', { count: result.problemCount })}
      />
      {result.problems.length > 0 && <ProblemsTable problems={result.problems} total={result.problemCount} />}
    </>
  );
}
