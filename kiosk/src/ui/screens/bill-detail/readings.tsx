import { useTranslation } from 'react-i18next';

interface ReadingsProps {
  readonly previous: number;
  readonly current: number;
  readonly unit: string;
}

/** The meter as it stood before and as it stands now. */
export function Readings({ previous, current, unit }: ReadingsProps) {
  const { t } = useTranslation();
  // Readings carry at most three decimals; the difference must not show binary dust.
  const used = Math.round((current - previous) * 1_000) / 1_000;
  return (
    <div className="readings">
      <Meter label={t('billDetail.previous')} value={previous} />
      <svg className="sign readings-arrow" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M2 12 H21 M14 5 L21 12 L14 19" />
      </svg>
      <Meter label={t('billDetail.current')} value={current} />
      <strong className="readings-used">{t('billDetail.used', { amount: used, unit })}</strong>
    </div>
  );
}

function Meter({ label, value }: { readonly label: string; readonly value: number }) {
  return (
    <div className="meter">
      <span>{label}</span>
      <span className="meter-window">{value}</span>
    </div>
  );
}
