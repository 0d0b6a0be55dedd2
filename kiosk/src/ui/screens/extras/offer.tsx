import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { Notice } from '../../parts/notice.tsx';
import { CarOnSpace, DepositComesBack, TeaForAll } from '../../pictures/offer-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { sayDate } from '../../words/dates.ts';
import { ownerWords } from '../../words/i18n.ts';
import './extras.css';

const SAID = { parking: 'offer.parking', deposit: 'offer.deposit', activity: 'offer.activity' } as const;

const PICTURES = { parking: CarOnSpace, deposit: DepositComesBack, activity: TeaForAll } as const;

/** What it is and what it costs; where it is paid by months, for how many. */
export function OfferScreen({ model }: { readonly model: ModelOf<'offer'> }) {
  const { t } = useTranslation();
  const { offer, language, making } = model;
  const { parking } = offer;
  const Picture = PICTURES[offer.kind];
  return (
    <Layout
      said={offer.name[language]}
      more={
        <>
          {parking && <p>{t('offer.space', { space: parking.space, plate: parking.plateMasked })}</p>}
          {parking && <p>{t('offer.paidUntil', { day: sayDate(parking.paidUntil, language) })}</p>}
          <p>{t(SAID[offer.kind])}</p>
          {offer.months.length === 0 && <Amount fen={offer.priceFen} size="hero" />}
        </>
      }
      controls={
        offer.months.length === 0 ? (
          <Key kind="primary" intent={{ intent: 'pay' }} disabled={making}>
            {t('bills.pay', { money: sayMoney(offer.priceFen, language) })}
          </Key>
        ) : (
          <div className="month-keys">
            {offer.months.map((months) => (
              <Key key={months} className="month-key" intent={{ intent: 'pick', id: String(months) }} disabled={making}>
                <span>{t('offer.months', { count: months })}</span>
                <Amount fen={offer.priceFen * months} />
              </Key>
            ))}
          </div>
        )
      }
    >
      <Picture />
      {model.problem !== undefined && (
        <Notice title={ownerWords(model.problem, language).title} more={ownerWords(model.problem, language).action} />
      )}
    </Layout>
  );
}
