import { businessTime } from '@louting/common/clock';
import type { KioskRow } from '@louting/server/contract/admin-api';
import { Alert, Button, Modal, Typography } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateEnrolmentCode } from '../../api/queries.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';

/** Says what will happen before it happens; the code is shown once. */
export function EnrolmentDialog({
  kiosk,
  onClose,
}: {
  kiosk: KioskRow | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const create = useCreateEnrolmentCode();
  const enrolled = kiosk !== undefined && kiosk.state !== 'not-enrolled';
  return (
    <Modal
      open={kiosk !== undefined}
      title={t('enrol.title', { kiosk: kiosk?.kioskNumber })}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        create.data ? (
          <Button type="primary" onClick={onClose}>
            {t('enrol.done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button
              type="primary"
              danger
              loading={create.isPending}
              onClick={() => {
                if (kiosk) create.mutate(kiosk.kioskId);
              }}
            >
              {t('enrol.confirm')}
            </Button>
          </>
        )
      }
    >
      {create.data ? (
        <div className="enrolment-code">
          <p>{t('enrol.shownOnce')}</p>
          <Typography.Text copyable className="digits" data-testid="enrolment-code">
            {create.data.code}
          </Typography.Text>
          <p className="quiet">{t('enrol.validUntil', { time: businessTime(create.data.expiresAt) })}</p>
        </div>
      ) : (
        <>
          <p>{enrolled ? t('enrol.replaces', { location: kiosk.location }) : t('enrol.first')}</p>
          <p className="quiet">{t('enrol.rules')}</p>
          {create.isError && <Alert type="error" showIcon title={words(failureCode(create.error))} />}
        </>
      )}
    </Modal>
  );
}
