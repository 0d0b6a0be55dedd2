import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../screens.ts';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { nextWords } from '../../parts/next-words.ts';
import { Notice } from '../../parts/notice.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { ReceiptOut, Tick } from '../../pictures/result-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './success.css';

export function SuccessScreen({ model }: { readonly model: ModelOf<'success'> }) {
  const { t } = useTranslation();
  const { receipt, language } = model;
  const topUp = model.purpose === 'prepayment' && !model.paidEarlier;
  const trouble = receipt.state === 'trouble';
  // A payment found paid after all may have no receipt at hand: nothing to scan and nothing to print again.
  const known = receipt.verifyUrl !== '';
  return (
    <Layout
      said={t(saidOf(model))}
      tone="done"
      more={
        <>
          <Amount fen={model.amountFen} size="hero" />
          {topUp && <p>{t('success.topUpMore')}</p>}
          {model.refund && <p>{refundWords(model.refund, t, language)}</p>}
          {!topUp && !model.refund && model.toPrepaymentFen > 0 && (
            <p>{t('success.prepaid', { money: sayMoney(model.toPrepaymentFen, language) })}</p>
          )}
          {model.leaveMinutes !== undefined && (
            <p className="success-leave">{t('success.leave', { count: model.leaveMinutes })}</p>
          )}
          {model.next && <p>{nextWords(model.next, language, t)}</p>}
        </>
      }
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'finish' }}>
            {t('success.finish')}
          </Key>
          <div className="key-row">
            {model.canAskInvoice && known && (
              <Key intent={{ intent: 'ask-invoice' }} disabled={receipt.state === 'printing'}>
                {t('success.invoice')}
              </Key>
            )}
            {trouble && known && <Key intent={{ intent: 'reprint-receipt' }}>{t('success.again')}</Key>}
          </div>
        </>
      }
    >
      <div className="success-tick">
        <Tick />
      </div>
      {trouble ? (
        <Notice
          title={t('success.trouble')}
          {...(receipt.problem === undefined ? {} : { more: ownerWords(receipt.problem, language).title })}
        />
      ) : (
        <p className="success-paper" role="status">
          <ReceiptOut />
          {t(receipt.state === 'printing' ? 'success.printing' : 'success.printed')}
        </p>
      )}
      {known && (
        <div className="success-receipt">
          <QrCode content={receipt.verifyUrl} label={t('success.scan')} />
          <div>
            <p>{t('success.scan')}</p>
            <p className="success-number">{t('success.number', { number: receipt.number })}</p>
          </div>
        </div>
      )}
    </Layout>
  );
}

function saidOf({ paidEarlier, purpose, refund }: ModelOf<'success'>) {
  if (paidEarlier) return 'success.earlierSaid';
  if (refund) return 'success.twiceSaid';
  return purpose === 'prepayment' ? 'success.topUpSaid' : 'success.said';
}

function refundWords(
  { amountFen, to, state }: NonNullable<ModelOf<'success'>['refund']>,
  t: TFunction,
  language: Language,
): string {
  const money = sayMoney(amountFen, language);
  const wallet = t(to === 'wechat-pay' ? 'methodName.wechat-qr' : 'methodName.alipay-qr');
  return t(state === 'on-its-way' ? 'success.twiceBack' : 'success.twiceOffice', { money, wallet });
}
