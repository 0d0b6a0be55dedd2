import type { Fen } from '@louting/common/money';
import { Form, Segmented, Select } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money, yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { FormDialog } from '../form-dialog.tsx';
import { useBoxes } from './cash-queries.ts';
import { type NewMovement, useRegisterMovement } from './hopper-queries.ts';
import { NotesGrid, totalOf } from './notes-grid.tsx';

const KINDS = ['fill', 'empty', 'count'] as const;
const SOURCES = ['float', 'office', 'bank'] as const;

interface Values {
  readonly kioskId: string;
  readonly kind: NewMovement['kind'];
  readonly source?: (typeof SOURCES)[number];
}

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
  const boxes = useBoxes(useCommunity().communityId);
  const register = useRegisterMovement();
  const [movementId] = useState(() => crypto.randomUUID());
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch('kind', form) ?? 'fill';
  const source = Form.useWatch('source', form);
  const [counts, setCounts] = useState<Record<number, number>>({});
  const coins = denominations.map((value) => ({ denominationFen: value, count: counts[value] ?? 0 }));

  const send = ({ kioskId, kind: done, source: from = 'float' }: Values) => {
    const counted = { movementId, kioskId, coins };
    register.mutate(done === 'fill' ? { ...counted, kind: done, source: from } : { ...counted, kind: done }, {
      onSuccess: onClose,
    });
  };
  return (
    <FormDialog
      title={t('hoppers.register')}
      okText={t('cash.countDone')}
      form={form}
      saving={register}
      notReady={kind === 'fill' && totalOf(coins) === 0}
      onClose={onClose}
      initialValues={{ kioskId: given, kind: 'fill', source: 'float' }}
      onFinish={send}
    >
      <Form.Item name="kioskId" label={t('kiosks.kiosk')} rules={[{ required: true, message: t('login.required') }]}>
        <Select
          loading={boxes.isPending}
          options={(boxes.data?.rows ?? []).map((box) => ({
            value: box.kioskId,
            label: `${box.kioskNumber} ${box.location}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="kind" label={t('cash.kind')}>
        <Segmented block options={KINDS.map((value) => ({ value, label: t(`hoppers.kind.${value}`) }))} />
      </Form.Item>
      {kind === 'fill' && (
        <Form.Item
          name="source"
          label={t('hoppers.from')}
          extra={
            source === 'office' && boxes.data
              ? t('cash.atOfficeNow', { amount: yuan(boxes.data.totals.atOfficeFen) })
              : undefined
          }
        >
          <Segmented block options={SOURCES.map((value) => ({ value, label: t(`hoppers.source.${value}`) }))} />
        </Form.Item>
      )}
      <p>{t(`hoppers.words.${kind}`)}</p>
      <NotesGrid denominations={denominations} counts={counts} onChange={setCounts} />
      <p className="cash-total">
        {t('cash.total')} <Money amount={totalOf(coins)} />
      </p>
    </FormDialog>
  );
}
