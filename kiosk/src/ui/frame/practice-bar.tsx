import { useTranslation } from 'react-i18next';
import type { PracticeFrame } from '../../screens/help-desk.ts';
import { Key } from '../parts/key.tsx';
import './practice-bar.css';

/** On every screen of a practice: that it is one, and what is only pretended here. */
export function PracticeBar({ pretend }: PracticeFrame) {
  const { t } = useTranslation();
  return (
    <div className="practice-bar">
      <strong>{t('practice.band')}</strong>
      {pretend && <Key intent={{ intent: 'pretend' }}>{t(pretend === 'note' ? 'practice.note' : 'practice.paid')}</Key>}
    </div>
  );
}
