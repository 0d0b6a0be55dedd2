import type { KioskRow } from '@louting/server/contract/admin-api';
import { Alert, Button, Input, Space, Typography } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswerMaintenance } from '../../api/queries.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';

const QUESTION = /^\d{6}$/;

/** A technician telephones from a kiosk that has no line: six digits are heard, eight are said. */
export function MaintenanceAnswer({ kiosk }: { readonly kiosk: KioskRow }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const [question, setQuestion] = useState('');
  const asked = useAnswerMaintenance();
  return (
    <>
      <p className="quiet">{t('maintain.offline')}</p>
      <Space.Compact>
        <Input
          aria-label={t('maintain.question')}
          placeholder={t('maintain.question')}
          value={question}
          inputMode="numeric"
          maxLength={6}
          onChange={({ target }) => {
            asked.reset();
            setQuestion(target.value.trim());
          }}
        />
        <Button
          disabled={!QUESTION.test(question)}
          loading={asked.isPending}
          onClick={() => asked.mutate({ kioskId: kiosk.kioskId, question })}
        >
          {t('maintain.answer')}
        </Button>
      </Space.Compact>
      {asked.data && (
        <div className="enrolment-code">
          <Typography.Text className="digits" data-testid="maintenance-answer">
            {asked.data.answer}
          </Typography.Text>
        </div>
      )}
      {asked.isError && <Alert type="error" showIcon title={words(failureCode(asked.error))} />}
    </>
  );
}
