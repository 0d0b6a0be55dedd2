import type { Fen } from '@louting/common/money';
import { Alert, Form, Modal, Segmented, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money, yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useBoxes } from './cash-queries.ts';
import { type NewMovement, useRegisterMovement } from './hopper-queries.ts';
import { NotesGrid, totalOf } from './notes-grid.tsx';

const KINDS = ['fill', 'empty', 'count'] as const;
const SOURCES = ['float', 'office', 'bank'] as const;

/** What was done at the hoppers of a kiosk, as the first person counted it. */
export function HopperMovementDialog({
  kioskId: given,
  denominations,
  onClose,
}: {
  kioskId?: string;
  denominations: readonly Fen[];
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const boxes = useBoxes(useCommunity().communityId);
  const register = useRegisterMovement();
  const [movementId] = useState(() => crypto.randomUUID());
  const [kioskId, setKioskId] = useState(given);
  const [kind, setKind] = useState<NewMovement['kind']>('fill');
  const [source, setSource] = useState<(typeof SOURCES)[number]>('float');
  const [counts, setCounts] = useState<Record<number, number>>({});
  const coins = denominations.map((value) => ({ denominationFen: value, count: counts[value] ?? 0 }));

  const send = async () => {
    if (kioskId === undefined) return;
    const counted = { movementId, kioskId, coins };
    try {
      await register.mutateAsync(kind === 'fill' ? { ...counted, kind, source } : { ...counted, kind });
      onClose();
    } catch {
      // The alert says why.
    }
  };
  return (
    <Modal
      open
      title={t('hoppers.register')}
      okText={t('cash.countDone')}
      okButtonProps={{ disabled: kioskId === undefined || (kind === 'fill' && totalOf(coins) === 0) }}
      confirmLoading={register.isPending}
      onOk={() => void send()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form layout="vertical">
        <Form.Item label={t('kiosks.kiosk')} required>
          <Select<string>
            aria-label={t('kiosks.kiosk')}
            {...(kioskId !== undefined && { value: kioskId })}
            loading={boxes.isPending}
            onChange={setKioskId}
            options={(boxes.data?.rows ?? []).map((box) => ({
              value: box.kioskId,
              label: `${box.kioskNumber} ${box.location}`,
            }))}
          />
        </Form.Item>
        <Form.Item label={t('cash.kind')}>
          <Segmented
            block
            value={kind}
            onChange={setKind}
            options={KINDS.map((value) => ({ value, label: t(`hoppers.kind.${value}`) }))}
          />
        </Form.Item>
        {kind === 'fill' && (
          <Form.Item
            label={t('hoppers.from')}
            extra={
              source === 'office' && boxes.data
                ? t('cash.atOfficeNow', { amount: yuan(boxes.data.totals.atOfficeFen) })
                : undefined
            }
          >
            <Segmented
              block
              value={source}
              onChange={setSource}
              options={SOURCES.map((value) => ({ value, label: t(`hoppers.source.${value}`) }))}
            />
          </Form.Item>
        )}
      </Form>
      <p>{t(`hoppers.words.${kind}`)}</p>
      <NotesGrid denominations={denominations} counts={counts} onChange={setCounts} />
      <p className="cash-total">
        {t('cash.total')} <Money amount={totalOf(coins)} />
      </p>
      {register.isError && <Alert type="error" showIcon title={words(failureCode(register.error))} />}
    </Modal>
  );
}
