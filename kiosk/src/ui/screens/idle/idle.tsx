import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { CardOnReader } from '../../pictures/card-pictures.tsx';
import { MethodPicture } from '../../pictures/method-pictures.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './idle.css';

export function IdleScreen({ model }: { readonly model: ModelOf<'idle'> }) {
  const { t } = useTranslation();
  const ready = model.cardReader === 'ready';
  return (
    <Layout
      said={t(ready ? 'idle.said' : 'idle.absent')}
      more={t(ready ? 'idle.more' : model.otherWays ? 'idle.absentWays' : 'idle.absentMore')}
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'start' }}>
            {t('idle.start')}
          </Key>
          {model.parking ? (
            <div className="idle-more">
              <Key kind="quiet" intent={{ intent: 'find-car' }}>
                {t('idle.parking')}
              </Key>
              <FeesKey />
            </div>
          ) : (
            <FeesKey />
          )}
        </>
      }
    >
      {ready ? <CardOnReader /> : <TroublePicture code="LT-3001" />}
      <section className="idle-methods">
        <h2>{t('idle.methods')}</h2>
        <ul>
          {model.methods.map((method) => (
            <li key={method}>
              <MethodPicture method={method} />
              {t(`methodName.${method}`)}
            </li>
          ))}
        </ul>
        {model.methods.includes('cash') && <p>{t(model.givesChange ? 'idle.cashChange' : 'idle.cash')}</p>}
      </section>
    </Layout>
  );
}

function FeesKey() {
  const { t } = useTranslation();
  return (
    <Key kind="quiet" intent={{ intent: 'open', place: 'fees' }}>
      {t('more.fees')}
    </Key>
  );
}
