import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { ChangeIntoTray, RestIntoAccount } from '../../pictures/money-pictures.tsx';
import { NotePicture } from '../../pictures/note-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './cash.css';

export function CashOverpayScreen({ model }: { readonly model: ModelOf<'cash-overpay'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('cashOverpay.said', { note: model.noteFen / 100 })}
      controls={
        <>
          {model.canGiveChange && (
            <Key kind="primary" intent={{ intent: 'take-change' }}>
              <span className="two-lines">
                {t('cashOverpay.change', { money: sayMoney(model.excessFen, model.language) })}
                {!model.keepsNothing && <small>{t('cashOverpay.changeMore')}</small>}
              </span>
            </Key>
          )}
          {!model.keepsNothing && (
            <Key kind={model.canGiveChange ? 'second' : 'primary'} intent={{ intent: 'accept-overpay' }}>
              <span className="two-lines">
                {t('cashOverpay.keep')}
                <small>{t('cashOverpay.keepMore')}</small>
              </span>
            </Key>
          )}
          <Key
            kind={model.keepsNothing && !model.canGiveChange ? 'primary' : 'second'}
            intent={{ intent: 'return-note' }}
          >
            {t('cashOverpay.give')}
          </Key>
        </>
      }
    >
      <dl className="cash-sums">
        <div>
          <dt>{t('cash.remaining')}</dt>
          <dd>
            <Amount fen={model.dueFen - model.insertedFen} size="amount" />
          </dd>
        </div>
        <div className="cash-remaining">
          <dt>{t('cashOverpay.excess')}</dt>
          <dd>
            <Amount fen={model.excessFen} size="amount" />
          </dd>
        </div>
      </dl>
      <div className="cash-notes">
        <NotePicture denominationFen={model.noteFen} />
      </div>
      {model.canGiveChange ? <ChangeIntoTray /> : model.keepsNothing ? null : <RestIntoAccount />}
    </Layout>
  );
}
