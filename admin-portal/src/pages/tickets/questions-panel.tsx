import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Alert, App, Button, Card, Form, Input, Select, Skeleton, Space } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { type EditedQuestion, useChangeQuestions, useQuestions } from './ticket-queries.ts';

const MOST = 20;
const EMPTY: EditedQuestion = { question: { 'zh-CN': '', en: '' }, answer: { 'zh-CN': '', en: '' } };

/** What the kiosks of a community answer; what is saved is shown there at the next touch (S29.4). */
export function QuestionsPanel(): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { communities } = useLoggedInStaff();
  const { communityId } = useCommunity();
  const [picked, setPicked] = useState<string | undefined>(undefined);
  const chosen = communityId ?? picked ?? communities[0]?.communityId;
  const questions = useQuestions(chosen);
  if (questions.isError) return <FailedToLoad error={questions.error} onRetry={() => void questions.refetch()} />;
  return (
    <div className="stack">
      {communityId === undefined && communities.length > 1 && (
        <Select
          className="filter-search"
          aria-label={t('frame.community')}
          value={chosen ?? null}
          options={communities.map((one) => ({ value: one.communityId, label: localised(one.name) }))}
          onChange={(id: string) => setPicked(id)}
        />
      )}
      {questions.data && chosen ? (
        <QuestionsForm key={chosen} communityId={chosen} questions={questions.data.questions} />
      ) : (
        <Skeleton active />
      )}
    </div>
  );
}

function QuestionsForm({
  communityId,
  questions,
}: {
  communityId: string;
  questions: readonly EditedQuestion[];
}): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { message: toast } = App.useApp();
  const { permissions } = useLoggedInStaff();
  const change = useChangeQuestions(communityId);
  const mayChange = permissions.includes('tickets.manage');
  const save = (fields: { questions: EditedQuestion[] }) =>
    change.mutate(fields.questions, { onSuccess: () => void toast.success(t('questions.saved')) });
  const required = [{ required: true, whitespace: true, message: t('login.required') }];
  return (
    <Form layout="vertical" requiredMark={false} disabled={!mayChange} initialValues={{ questions }} onFinish={save}>
      <p className="quiet">{t('questions.hint')}</p>
      <Form.List name="questions">
        {(fields, { add, remove }) => (
          <div className="stack">
            {fields.map(({ key, name }) => (
              <Card
                key={key}
                size="small"
                title={`${name + 1}`}
                extra={
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t('questions.remove', { number: name + 1 })}
                    disabled={!mayChange || fields.length === 1}
                    onClick={() => remove(name)}
                  />
                }
              >
                <div className="question-fields">
                  <Form.Item name={[name, 'question', 'zh-CN']} label={t('questions.question')} rules={required}>
                    <Input maxLength={160} />
                  </Form.Item>
                  <Form.Item name={[name, 'question', 'en']} label={t('questions.questionEn')} rules={required}>
                    <Input maxLength={240} />
                  </Form.Item>
                  <Form.Item name={[name, 'answer', 'zh-CN']} label={t('questions.answer')} rules={required}>
                    <Input.TextArea rows={2} maxLength={160} />
                  </Form.Item>
                  <Form.Item name={[name, 'answer', 'en']} label={t('questions.answerEn')} rules={required}>
                    <Input.TextArea rows={2} maxLength={240} />
                  </Form.Item>
                </div>
              </Card>
            ))}
            {change.isError && <Alert type="error" showIcon title={words(failureCode(change.error))} />}
            <Space>
              <Button icon={<PlusOutlined />} disabled={fields.length >= MOST || !mayChange} onClick={() => add(EMPTY)}>
                {t('questions.add')}
              </Button>
              <Button type="primary" htmlType="submit" loading={change.isPending}>
                {t('questions.save')}
              </Button>
            </Space>
          </div>
        )}
      </Form.List>
    </Form>
  );
}
