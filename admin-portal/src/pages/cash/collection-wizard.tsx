import { businessTime } from '@louting/common/clock';
import type { Fen } from '@louting/common/money';
import type { CashBox, Collection } from '@louting/server/contract/cash-api';
import { Alert, Button, Form, Input, Modal, Skeleton, Steps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useCollection, useCountCollection, useRegisterCollection } from './cash-queries.ts';
import { CollectionResult } from './collection-result.tsx';
import { NotesGrid, totalOf } from './notes-grid.tsx';
import { BoxOutPicture, CountPicture, SealPicture } from './pictures.tsx';

export interface OpenedCollection {
  /** Absent while the box is still in. */
  readonly collectionId?: string;
  /** The box to pull. */
  readonly box?: CashBox;
}

/** Box out, first count, second count, result. Each counter works at their own log-in, and sees no other figures. */
export function CollectionWizard({
  opened,
  denominations,
  onClose,
}: {
  opened: OpenedCollection;
  denominations: readonly Fen[];
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [registered, setRegistered] = useState<string | undefined>(opened.collectionId);
  const collection = useCollection(registered);
  const data = collection.data;
  const step = registered === undefined ? 0 : stepOf(data?.state);
  return (
    <Modal
      open
      width={720}
      style={{ top: 24 }}
      title={data ? titleOf(data) : opened.box && `${opened.box.kioskNumber} ${opened.box.location}`}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
      destroyOnHidden
    >
      <Steps
        size="small"
        current={step}
        items={[
          { title: t('cash.step.pull') },
          { title: t('cash.step.first') },
          {
            title: data?.state === 'recount' ? t('cash.step.third') : t('cash.step.second'),
          },
          { title: t('cash.step.result') },
        ]}
      />
      <div className="cash-step">
        {registered === undefined && opened.box && <PullStep box={opened.box} onRegistered={setRegistered} />}
        {collection.isError && <FailedToLoad error={collection.error} onRetry={() => void collection.refetch()} />}
        {registered !== undefined && collection.isPending && <Skeleton active />}
        {data && data.state !== 'settled' && (
          <CountStep key={data.state} collection={data} denominations={denominations} />
        )}
        {data?.result && <CollectionResult result={data.result} />}
      </div>
    </Modal>
  );
}

function stepOf(state: Collection['state'] | undefined): number {
  if (state === 'settled') return 3;
  return state === 'to-count-again' || state === 'recount' ? 2 : 1;
}

function titleOf(collection: Collection): string {
  return `${collection.kioskNumber} ${collection.location} · ${collection.sealNumber}`;
}

function PullStep({ box, onRegistered }: { box: CashBox; onRegistered: (collectionId: string) => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const register = useRegisterCollection();
  const [collectionId] = useState(() => crypto.randomUUID());
  const send = async (values: { boxSerial: string; sealNumber: string }) => {
    const { kioskId, sessionNumber } = box;
    try {
      await register.mutateAsync({
        collectionId,
        kioskId,
        sessionNumber,
        ...values,
      });
      onRegistered(collectionId);
    } catch {
      // The alert above the button says why.
    }
  };
  return (
    <Form layout="vertical" size="large" onFinish={(values) => void send(values)}>
      <div className="cash-pictures">
        <BoxOutPicture />
        <SealPicture />
      </div>
      <p>{t('cash.pullWords')}</p>
      <div className="cash-two">
        <Form.Item
          name="boxSerial"
          label={t('cash.boxSerial')}
          rules={[{ required: true, message: t('login.required') }]}
        >
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item name="sealNumber" label={t('cash.seal')} rules={[{ required: true, message: t('login.required') }]}>
          <Input maxLength={40} />
        </Form.Item>
      </div>
      {register.isError && <Alert type="error" showIcon title={words(failureCode(register.error))} />}
      <div className="cash-actions">
        <Button type="primary" htmlType="submit" loading={register.isPending}>
          {t('cash.boxIsOut')}
        </Button>
      </div>
    </Form>
  );
}

function CountStep({
  collection,
  denominations,
}: {
  collection: Collection;
  denominations: readonly Fen[];
}): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const count = useCountCollection();
  const [counts, setCounts] = useState<Record<number, number>>({});
  const notes = denominations.flatMap((value) => ({
    denominationFen: value,
    count: counts[value] ?? 0,
  }));
  const counted = collection.countedBy.map((one) => `${one.name} ${businessTime(one.at)}`);

  if (!collection.youMayCount || !permissions.includes('cash.collect')) {
    return (
      <Alert
        type="info"
        showIcon
        title={collection.state === 'recount' ? t('cash.thirdMustCount') : t('cash.otherMustCount')}
        description={t('cash.countedBy', {
          names: counted.join(t('list.separator')),
        })}
      />
    );
  }
  return (
    <>
      <div className="cash-pictures">
        <CountPicture />
      </div>
      {collection.state === 'recount' && <Alert type="warning" showIcon title={t('cash.countsDiffer')} />}
      <p>{t('cash.countWords')}</p>
      <NotesGrid denominations={denominations} counts={counts} onChange={setCounts} />
      {count.isError && <Alert type="error" showIcon title={words(failureCode(count.error))} />}
      <div className="cash-actions">
        <span className="cash-total">
          {t('cash.total')} <Money amount={totalOf(notes)} />
        </span>
        <Button
          type="primary"
          size="large"
          loading={count.isPending}
          onClick={() => count.mutate({ collectionId: collection.collectionId, notes })}
        >
          {t('cash.countDone')}
        </Button>
      </div>
    </>
  );
}
