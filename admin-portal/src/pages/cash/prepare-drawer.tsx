import { fen } from '@louting/common/money';
import type { DayStatus } from '@louting/server/contract/day-close-api';
import { Alert, Button, Drawer, Form, Input, InputNumber, Skeleton } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useClosePreview, usePrepareClose } from './cash-queries.ts';
import { DaySheet } from './day-sheet.tsx';
import { AskTerminals } from './terminal-days.tsx';

interface Values {
  readonly yuan: number;
  readonly remark?: string;
}

/** What the day will hold, what is missing, and the cash at the office as counted now. */
export function PrepareDrawer({
  status,
  businessDate,
  onClose,
}: {
  status: DayStatus;
  businessDate: string;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const preview = useClosePreview(status.communityId, businessDate);
  const prepare = usePrepareClose();
  const [closeId] = useState(() => crypto.randomUUID());
  const [form] = Form.useForm<Values>();
  const counted = Form.useWatch('yuan', form);
  const report = preview.data;
  const difference =
    report && typeof counted === 'number' ? fen(Math.round(counted * 100) - report.cash.atOfficeFen) : undefined;
  const send = async ({ yuan, remark = '' }: Values) => {
    const officeCountedFen = Math.round(yuan * 100);
    try {
      await prepare.mutateAsync({
        closeId,
        communityId: status.communityId,
        businessDate,
        officeCountedFen,
        remark,
      });
      onClose();
    } catch {
      // The alert says why.
    }
  };
  return (
    <Drawer open size={760} onClose={onClose} title={`${t('cash.prepareClose')} ${businessDate}`} destroyOnHidden>
      {preview.isError && <FailedToLoad error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isPending && <Skeleton active />}
      {report && (
        <div className="stack">
          <DaySheet report={report} />
          <AskTerminals report={report} />
          <Form form={form} layout="vertical" onFinish={(values) => void send(values)}>
            <Form.Item
              name="yuan"
              label={t('cash.officeCounted')}
              rules={[{ required: true, message: t('login.required') }]}
              extra={t('cash.officeCountedHint')}
            >
              <InputNumber className="filter-choice-wide" size="large" min={0} precision={2} prefix="¥" />
            </Form.Item>
            {difference !== undefined && difference !== 0 && (
              <Alert
                type="warning"
                showIcon
                title={
                  <>
                    {t('cash.officeDifference')} <Money amount={difference} tone="owed" />
                  </>
                }
                description={t('cash.officeDifferenceHint')}
              />
            )}
            <Form.Item
              name="remark"
              label={t('cash.remark')}
              rules={[
                {
                  required: (difference ?? 0) !== 0,
                  message: t('login.required'),
                },
              ]}
            >
              <Input.TextArea rows={2} maxLength={200} showCount />
            </Form.Item>
            {prepare.isError && <Alert type="error" showIcon title={words(failureCode(prepare.error))} />}
            <div className="cash-actions">
              <Button type="primary" htmlType="submit" loading={prepare.isPending}>
                {t('cash.sendToSign')}
              </Button>
            </div>
          </Form>
        </div>
      )}
    </Drawer>
  );
}
