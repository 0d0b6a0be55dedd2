import { useTranslation } from 'react-i18next';
import type { Language } from '../../../screens.ts';
import type { StayTariffView } from '../../../screens/extras.ts';
import { sayMoney } from '../../parts/money-words.ts';
import { ChargeSign } from '../../pictures/charge-sign.tsx';
import { sayDate, sayMinutes, sayOften } from '../../words/dates.ts';

/** What parking by the hour costs, as a driver asks: what is free, by the hour, at most. */
export function StayPrice({ tariff, language }: { readonly tariff: StayTariffView; readonly language: Language }) {
  const { t } = useTranslation();
  const { freeMinutes, firstMinutes, firstFen, blockMinutes, blockFen, capFen, validFrom } = tariff;
  const money = (fen: number) => sayMoney(fen, language);
  const block = { span: sayOften(blockMinutes, language), money: money(blockFen) };
  const first = { span: sayMinutes(firstMinutes, language), money: money(firstFen) };
  return (
    <li className="fee-card">
      <strong className="fee-name">
        <ChargeSign family="parking" name="" />
        {t('fees.stay')}
      </strong>
      <p className="fee-price">
        {freeMinutes > 0 && <span>{t('fees.stayFree', { span: sayMinutes(freeMinutes, language) })}</span>}
        {firstFen > 0 && <span>{firstMinutes > 0 ? t('fees.stayFirst', first) : t('fees.stayVisit', first)}</span>}
        {blockFen > 0 && <span>{firstFen > 0 ? t('fees.stayNext', block) : t('fees.stayEach', block)}</span>}
        <span>{t('fees.stayCap', { money: money(capFen) })}</span>
      </p>
      <p className="fee-basis">
        {t('fees.since', { day: sayDate(validFrom, language) })}
        {freeMinutes > 0 && ` · ${t('fees.stayAll')}`}
      </p>
    </li>
  );
}
