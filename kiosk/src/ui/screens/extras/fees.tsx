import { useTranslation } from 'react-i18next';
import type { ChargeView } from '../../../screens/extras.ts';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { useFittingPages } from '../../parts/use-fitting-pages.ts';
import { ChargeSign } from '../../pictures/charge-sign.tsx';
import { sayDate } from '../../words/dates.ts';
import type { ModelOf } from '../../ui-context.ts';
import { Asked, BackKey } from './asked.tsx';
import { sayPrice, sayTier } from './price-words.ts';
import { StayPrice } from './stay-price.tsx';
import './extras.css';

/** 收费公示: what is charged and why, how it can be paid, and whom to ask or complain to. */
export function FeesScreen({ model }: { readonly model: ModelOf<'fees'> }) {
  return model.charges === undefined ? <Asked problem={model.problem} /> : <Fees model={model} />;
}

function Fees({ model }: { readonly model: ModelOf<'fees'> }) {
  const { t } = useTranslation();
  const { language, charges = [], stayTariff } = model;
  const pages = useFittingPages([...charges, ...(stayTariff ? [stayTariff] : [])], { mixed: true });
  return (
    <Layout
      said={t('fees.said')}
      more={
        <>
          <p>{t('fees.from', { company: model.companyName, day: sayDate(model.asOf, language) })}</p>
          <p>
            {t('fees.ways', {
              ways: model.methods.map((method) => t(`methodName.${method}`)).join(language === 'en' ? ', ' : '、'),
            })}
          </p>
          <p>{t('fees.cash')}</p>
        </>
      }
      controls={
        <>
          <p className="fee-phones">
            {t('fees.phone', { phone: model.servicePhone })}
            {model.complaintPhone !== undefined && ` · ${t('fees.complaint', { phone: model.complaintPhone })}`}
          </p>
          <BackKey />
        </>
      }
    >
      <ul className="bill-list" ref={pages.inside}>
        {pages.shown.map((charge) =>
          'capFen' in charge ? (
            <StayPrice key="stay" tariff={charge} language={language} />
          ) : (
            <li key={charge.name['zh-CN']} className="fee-card">
              <strong className="fee-name">
                <ChargeSign family={charge.family} name={charge.name['zh-CN']} />
                {charge.name[language]}
              </strong>
              <Price charge={charge} language={language} />
              <p className="fee-basis">
                {t('fees.since', { day: sayDate(charge.validFrom, language) })}
                {charge.basis && ` · ${t('fees.basis', { basis: charge.basis[language] })}`}
                {charge.passThrough && ` · ${t('fees.passThrough')}`}
              </p>
            </li>
          ),
        )}
      </ul>
      <PageKeys pages={pages} />
    </Layout>
  );
}

function Price({ charge, language }: { readonly charge: ChargeView; readonly language: ModelOf<'fees'>['language'] }) {
  if (charge.tiers.length === 0) return <p className="fee-price">{sayPrice(charge, language)}</p>;
  return (
    <p className="fee-price">
      {charge.tiers.map((_tier, index) => (
        <span key={index}>{sayTier(charge, index, language)}</span>
      ))}
    </p>
  );
}
