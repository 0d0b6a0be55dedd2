import { useTranslation } from 'react-i18next';
import type { Language, MethodChoice } from '../../../screens.ts';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { MethodPicture } from '../../pictures/method-pictures.tsx';
import { Chevron } from '../../pictures/signs.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './method.css';

export function MethodScreen({ model }: { readonly model: ModelOf<'method'> }) {
  const { t } = useTranslation();
  const notice = noticeOf(model);
  return (
    <Layout
      said={t(model.purpose === 'prepayment' ? 'method.topUpSaid' : 'method.said', {
        money: sayMoney(model.amountFen, model.language),
      })}
      more={
        notice ? (
          <p className="method-offline" role="alert">
            <strong>{t(notice)}</strong>
            <br />
            {t(notice === 'method.none' ? 'method.noneMore' : 'method.offlineMore')}
          </p>
        ) : (
          model.heldCode && t('method.held')
        )
      }
    >
      <ul className="method-list">
        {model.choices.map((choice) => (
          <li key={choice.method}>
            <MethodKey choice={choice} language={model.language} />
          </li>
        ))}
      </ul>
    </Layout>
  );
}

/** What is out of the ordinary today. */
function noticeOf({ choices }: ModelOf<'method'>): 'method.none' | 'method.offline' | undefined {
  if (!choices.some(({ available }) => available)) return 'method.none';
  return choices.some(({ bookedLater }) => bookedLater) ? 'method.offline' : undefined;
}

function howOf({ method, bookedLater, givesChange }: MethodChoice) {
  if (bookedLater) return 'method.cashLater';
  return givesChange ? 'method.cashChange' : (`method.${method}` as const);
}

function MethodKey({ choice, language }: { readonly choice: MethodChoice; readonly language: Language }) {
  const { t } = useTranslation();
  const { method, available } = choice;
  return (
    <Key className="method-key" intent={{ intent: 'choose-method', method }} disabled={!available}>
      <MethodPicture method={method} />
      <span className="method-words">
        <span className="method-name">{t(`methodName.${method}`)}</span>
        <span className="method-how">
          {available ? t(howOf(choice)) : ownerWords(choice.reason ?? 'LT-2111', language).title}
        </span>
      </span>
      {available && <Chevron to="right" />}
    </Key>
  );
}
