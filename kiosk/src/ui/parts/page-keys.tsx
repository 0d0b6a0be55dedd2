import { useTranslation } from 'react-i18next';
import { Chevron } from '../pictures/signs.tsx';
import { Key } from './key.tsx';
import type { Pages } from './pages.ts';
import './page-keys.css';

export function PageKeys({ pages }: { readonly pages: Pages<unknown> }) {
  const { t } = useTranslation();
  if (pages.count === 1) return null;
  return (
    <div className="page-keys">
      <Key kind="quiet" onPress={() => pages.turn(-1)} disabled={pages.page === 1}>
        <Chevron to="up" /> {t('pages.earlier')}
      </Key>
      <span>
        {pages.page} / {pages.count}
      </span>
      <Key kind="quiet" onPress={() => pages.turn(1)} disabled={pages.page === pages.count}>
        {t('pages.later')} <Chevron to="down" />
      </Key>
    </div>
  );
}
