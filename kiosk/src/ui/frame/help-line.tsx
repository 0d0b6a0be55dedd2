import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { HelpFrame } from '../../screens/help-desk.ts';
import { BellSign, PhoneSign } from '../pictures/signs.tsx';
import { useUi } from '../ui-context.ts';

/** Foot of every screen: where the call for help stands, else the service phone. */
export function HelpLine() {
  const { t } = useTranslation();
  const { model } = useUi();
  const { help, servicePhone } = model;
  if (help === 'none') {
    // A kiosk that is not enrolled yet knows no phone number.
    if (servicePhone === '') return null;
    return (
      <>
        <PhoneSign /> {t('frame.phone', { phone: servicePhone })}
      </>
    );
  }
  const isHeard = help !== 'unanswered' && help !== 'unreachable';
  return (
    <>
      {isHeard ? <BellSign /> : <PhoneSign />} {helpWords(model, servicePhone, t)}
    </>
  );
}

/** One sentence about the call. */
export function helpWords({ help, helper }: HelpFrame, phone: string, t: TFunction): string {
  switch (help) {
    case 'coming':
      if (!helper) return t('help.received');
      return helper.inMinutes === 0
        ? t('help.soon', { name: helper.name })
        : t('help.coming', { name: helper.name, minutes: helper.inMinutes });
    case 'unanswered':
      return phone === '' ? t('help.nobody') : t('help.unanswered', { phone });
    case 'unreachable':
      return phone === '' ? t('help.nobody') : t('help.unreachable', { phone });
    default:
      return t(help === 'received' ? 'help.received' : 'help.calling');
  }
}
