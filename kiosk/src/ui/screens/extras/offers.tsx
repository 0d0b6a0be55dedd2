import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { usePages } from '../../parts/pages.ts';
import { OfferSign } from '../../pictures/charge-sign.tsx';
import { MoneyIntoBook } from '../../pictures/prepayment-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { Asked } from './asked.tsx';
import './extras.css';

/** Three and the way to keep money for later: four to choose from. */
const A_PAGE = 3;

export function OffersScreen({ model }: { readonly model: ModelOf<'offers'> }) {
  return model.offers === undefined ? <Asked problem={model.problem} /> : <Offers model={model} />;
}

function Offers({ model }: { readonly model: ModelOf<'offers'> }) {
  const { t } = useTranslation();
  const { language, offers = [] } = model;
  const pages = usePages(offers, A_PAGE);
  return (
    <Layout
      said={t(offers.length === 0 ? 'offers.none' : 'offers.said')}
      picture={offers.length > 0 && <MoneyIntoBook />}
      controls={
        <Key intent={{ intent: 'top-up' }} kind={offers.length === 0 ? 'primary' : 'second'}>
          {t('bills.topUp')}
        </Key>
      }
    >
      {offers.length === 0 && <MoneyIntoBook />}
      <ul className="bill-list">
        {pages.shown.map((offer) => (
          <li key={offer.offerKey}>
            <Key className="offer-key" intent={{ intent: 'pick', id: offer.offerKey }}>
              <span className="offer-name">
                <OfferSign kind={offer.kind} />
                {offer.name[language]}
              </span>
              <span className="offer-price">
                <Amount fen={offer.priceFen} />
                {offer.months.length > 0 && t('offers.aMonth')}
              </span>
            </Key>
          </li>
        ))}
      </ul>
      <PageKeys pages={pages} />
    </Layout>
  );
}
