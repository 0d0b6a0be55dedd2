import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { DigitKeys } from '../../parts/digit-keys.tsx';
import { Layout } from '../../parts/layout.tsx';
import { Ring } from '../../parts/ring.tsx';
import { TypedDigits } from '../../parts/typed-digits.tsx';
import { useCountdown } from '../../parts/use-countdown.ts';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './ways-in.css';

const PHONE_GROUPS = [3, 4, 4] as const;
const PHONE_DIGITS = 11;
const CODE_GROUPS = [3, 3] as const;
const CODE_DIGITS = 6;
const ACCEPT = { intent: 'accept-typed' } as const;

export function PhoneNumberScreen({ model }: { readonly model: ModelOf<'phone-number'> }) {
  const { t } = useTranslation();
  const { digits, sending, problem } = model;
  const words = problem === undefined ? undefined : ownerWords(problem, model.language);
  const left = PHONE_DIGITS - digits.length;
  const ready = left === 0 && !sending;
  return (
    <Layout
      said={words?.title ?? t('phoneNumber.said')}
      more={
        <>
          <p>{words?.action ?? t('phoneNumber.more')}</p>
          <TypedDigits digits={digits} groups={PHONE_GROUPS} />
        </>
      }
      controls={
        <Key kind="primary" intent={ACCEPT} disabled={!ready}>
          {sending ? t('phoneNumber.sending') : left === 0 ? t('phoneNumber.go') : t('keypad.left', { count: left })}
        </Key>
      }
    >
      <DigitKeys takes={() => left > 0} canErase={digits !== '' && !sending} />
    </Layout>
  );
}

export function PhoneCodeScreen({ model }: { readonly model: ModelOf<'phone-code'> }) {
  const { t } = useTranslation();
  const { digits, checking, problem, phoneMasked } = model;
  const words = problem === undefined ? undefined : ownerWords(problem, model.language);
  const left = CODE_DIGITS - digits.length;
  const ready = left === 0 && !checking;
  return (
    <Layout
      said={words?.title ?? t('phoneCode.said')}
      more={
        <>
          <p>{words?.action ?? t('phoneCode.more', { phone: phoneMasked })}</p>
          <TypedDigits digits={digits} groups={CODE_GROUPS} />
        </>
      }
      controls={
        <>
          <Key kind="primary" intent={ACCEPT} disabled={!ready}>
            {checking ? t('keypad.checking') : left === 0 ? t('keypad.go') : t('keypad.left', { count: left })}
          </Key>
          <ResendKey model={model} />
        </>
      }
    >
      <DigitKeys takes={() => left > 0} canErase={digits !== '' && !checking} />
    </Layout>
  );
}

function ResendKey({ model }: { readonly model: ModelOf<'phone-code'> }) {
  const { t } = useTranslation();
  const seconds = useCountdown(model.resendSecondsLeft, model);
  if (model.resendSecondsLeft === 0) {
    return <Key intent={{ intent: 'resend-code' }}>{t('phoneCode.resend')}</Key>;
  }
  return (
    <Key className="resend-key" disabled>
      <Ring secondsLeft={seconds} ofSeconds={model.resendOfSeconds}>
        {null}
      </Ring>
      {t('phoneCode.resendIn', { seconds })}
    </Key>
  );
}
