import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { usePages } from '../../parts/pages.ts';
import { BillQuestion } from '../../pictures/help-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './questions.css';

const MOST = 4;

/** Four questions a page; one answer fills the screen. */
export function QuestionsScreen({ model }: { readonly model: ModelOf<'questions'> }) {
  const { t } = useTranslation();
  const { language, questions = [], open } = model;
  const pages = usePages(
    questions.map((each, index) => ({ ...each, index })),
    MOST,
  );
  const opened = open === undefined ? undefined : questions[open];
  if (opened) {
    return (
      <Layout
        said={opened.question[language]}
        picture={<BillQuestion />}
        controls={
          <Key kind="primary" intent={{ intent: 'back' }}>
            {t('questions.back')}
          </Key>
        }
      >
        <p className="question-answer">{opened.answer[language]}</p>
      </Layout>
    );
  }
  return (
    <Layout
      said={t(questions.length > 0 ? 'questions.said' : 'questions.asking')}
      picture={questions.length > 0 && <BillQuestion />}
      controls={
        <Key kind="primary" intent={{ intent: 'back' }}>
          {t('questions.leave')}
        </Key>
      }
    >
      {questions.length === 0 && <BillQuestion />}
      {pages.shown.map(({ question, index }) => (
        <Key key={index} className="question-key" intent={{ intent: 'open-question', index }}>
          {question[language]}
        </Key>
      ))}
      <PageKeys pages={pages} />
    </Layout>
  );
}
