import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { usePages } from '../../parts/pages.ts';
import { Homes } from '../../pictures/homes-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './ways-in.css';

const HOMES_A_PAGE = 4;

export function ChooseHomeScreen({ model }: { readonly model: ModelOf<'choose-home'> }) {
  const { t } = useTranslation();
  const pages = usePages(
    model.homes.map((home, index) => ({ ...home, index })),
    HOMES_A_PAGE,
  );
  return (
    <Layout
      said={t('chooseHome.said')}
      picture={<Homes />}
      controls={pages.count > 1 ? <PageKeys pages={pages} /> : undefined}
    >
      <ul className="home-keys">
        {pages.shown.map(({ roomLabel, index }) => (
          <li key={index}>
            <Key className="home-key" intent={{ intent: 'choose-home', home: index }}>
              {roomLabel}
            </Key>
          </li>
        ))}
      </ul>
    </Layout>
  );
}
