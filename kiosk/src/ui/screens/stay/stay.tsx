import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { DigitKeys } from '../../parts/digit-keys.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { TypedDigits } from '../../parts/typed-digits.tsx';
import { CarAtGate } from '../../pictures/car-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { sayClock, sayMinutes } from '../../words/dates.ts';
import { ownerWords } from '../../words/i18n.ts';
import './stay.css';

const LEAST_DIGITS = 2;
const MOST_DIGITS = 6;
const NOTHING_OWED = { free: 'staySum.freeSaid', leased: 'staySum.leasedSaid', paid: 'staySum.paidSaid' } as const;

export function StayPlateScreen({ model }: { readonly model: ModelOf<'stay-plate'> }) {
  const { t } = useTranslation();
  const { digits, asking, problem } = model;
  const words = problem === undefined ? undefined : ownerWords(problem, model.language);
  const ready = digits.length >= LEAST_DIGITS && !asking;
  return (
    <Layout
      said={words?.title ?? t('stayPlate.said')}
      more={
        <>
          <p>{words?.action ?? t('stayPlate.more')}</p>
          <TypedDigits digits={digits} groups={[Math.min(MOST_DIGITS, Math.max(LEAST_DIGITS, digits.length + 1))]} />
        </>
      }
      controls={
        <Key kind="primary" intent={{ intent: 'accept-typed' }} disabled={!ready}>
          {t(asking ? 'stayPlate.asking' : ready ? 'stayPlate.go' : 'stayPlate.none')}
        </Key>
      }
    >
      <DigitKeys takes={() => digits.length < MOST_DIGITS && !asking} canErase={digits !== '' && !asking} />
    </Layout>
  );
}

export function StayCarsScreen({ model }: { readonly model: ModelOf<'stay-cars'> }) {
  const { t } = useTranslation();
  const { cars, more, asking, language } = model;
  return (
    <Layout
      said={t('stayCars.said')}
      picture={<CarAtGate />}
      controls={
        more && (
          <Key kind="quiet" intent={{ intent: 'earlier-cars' }} disabled={asking}>
            {t(asking ? 'stayPlate.asking' : 'stayCars.earlier')}
          </Key>
        )
      }
    >
      <ul className="stay-cars">
        {cars.map(({ stayId, plateMasked, enteredAt }) => (
          <li key={stayId}>
            <Key className="stay-car" intent={{ intent: 'choose-car', stayId }} disabled={asking}>
              <span className="two-lines">
                {plateMasked}
                <small>
                  {enteredAt === undefined
                    ? t('stayCars.unseen')
                    : t('stayCars.entered', { time: sayClock(enteredAt, language, { withDay: true }) })}
                </small>
              </span>
            </Key>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

/** What the stay costs and why, or why nothing is to be paid. */
export function StaySumScreen({ model }: { readonly model: ModelOf<'stay-sum'> }) {
  const { t } = useTranslation();
  const { stay, language } = model;
  const { enteredAt, pricedAt, minutes, leaveBy, holdsUntil } = stay;
  const stayed = t('staySum.stayed', {
    time: sayClock(enteredAt, language, { withDay: pricedAt - enteredAt > 12 * 3_600_000 }),
    span: sayMinutes(minutes, language),
  });
  if (stay.owedFen === 0) {
    return (
      <Layout
        said={t(NOTHING_OWED[stay.why ?? 'free'])}
        tone="done"
        more={
          <>
            <p>{stay.plateMasked}</p>
            <p>{leaveBy === undefined ? stayed : t('staySum.leaveBy', { time: sayClock(leaveBy, language) })}</p>
          </>
        }
        controls={
          <Key kind="primary" intent={{ intent: 'finish' }}>
            {t('staySum.finish')}
          </Key>
        }
      >
        <div className="picture-large">
          <CarAtGate />
        </div>
      </Layout>
    );
  }
  return (
    <Layout
      said={t('staySum.said', { plate: stay.plateMasked })}
      more={
        <>
          <Amount fen={stay.owedFen} size="hero" />
          <p>{stayed}</p>
        </>
      }
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'pay' }}>
            {t('staySum.pay')}
          </Key>
          <Key kind="quiet" intent={{ intent: 'back' }}>
            {t('staySum.other')}
          </Key>
        </>
      }
    >
      <dl className="stay-lines">
        {stay.lines.map(({ explanation, amountFen }) => (
          <div key={explanation.en}>
            <dt>{explanation[language]}</dt>
            <dd>
              <Amount fen={amountFen} />
            </dd>
          </div>
        ))}
      </dl>
      {stay.paidFen > 0 && <p>{t('staySum.paid', { money: sayMoney(stay.paidFen, language) })}</p>}
      {holdsUntil !== undefined && <p>{t('staySum.holds', { time: sayClock(holdsUntil, language) })}</p>}
    </Layout>
  );
}
