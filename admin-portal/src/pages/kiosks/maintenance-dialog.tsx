import { businessTime } from '@louting/common/clock';
import type { KioskRow } from '@louting/server/contract/admin-api';
import { Alert, Button, Modal, Typography } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateMaintenanceCode } from '../../api/queries.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { MaintenanceAnswer } from './maintenance-answer.tsx';

/** A number for the technician who stands at the kiosk; shown once. */
export function MaintenanceDialog({ kiosk, onClose }: { kiosk: KioskRow; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const create = useCreateMaintenanceCode();
  return (
    <Modal
      open
      title={t('maintain.title', { kiosk: kiosk.kioskNumber })}
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
            <Button type="primary" loading={create.isPending} onClick={() => create.mutate(kiosk.kioskId)}>
              {t('maintain.confirm')}
            </Button>
          </>
        )
      }
    >
      <p>{t('maintain.how')}</p>
      {create.data ? (
        <div className="enrolment-code">
          <Typography.Text copyable className="digits" data-testid="maintenance-code">
            {create.data.code}
          </Typography.Text>
          <p className="quiet">{t('enrol.validUntil', { time: businessTime(create.data.expiresAt) })}</p>
        </div>
      ) : (
        <>
          <p className="quiet">{t('maintain.rules')}</p>
          <MaintenanceAnswer kiosk={kiosk} />
        </>
      )}
      {create.isError && <Alert type="error" showIcon title={words(failureCode(create.error))} />}
    </Modal>
  );
}
