import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { DigitKeys } from '../../parts/digit-keys.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { usePages } from '../../parts/pages.ts';
import { TypedDigits } from '../../parts/typed-digits.tsx';
import { Homes } from '../../pictures/homes-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './ways-in.css';

const DOORS_A_PAGE = 9;
const MOST_ROOM_DIGITS = 6;
const LAST_DIGITS = 4;
const ACCEPT = { intent: 'accept-typed' } as const;

/** Which building, and which of its entrances: keys with what stands on the doors. */
export function DoorScreen({ model }: { readonly model: ModelOf<'door'> }) {
  const { t } = useTranslation();
  const pages = usePages(model.doors ?? [], DOORS_A_PAGE);
  if (model.doors === undefined)
    return (
      <Layout said={t('door.asking')}>
        <Homes />
      </Layout>
    );
  const said = model.part === 'building' ? t('door.building') : t('door.unit', { building: model.building });
  const name = model.part === 'building' ? 'door.buildingKey' : 'door.unitKey';
  return (
    <Layout said={said} picture={<Homes />} controls={pages.count > 1 ? <PageKeys pages={pages} /> : undefined}>
      <ul className="door-keys" key={pages.page}>
        {pages.shown.map((door) => (
          <li key={door}>
            <Key className="door-key" intent={{ intent: 'choose-door', door }}>
              {t(name, { door })}
            </Key>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

export function RoomNumberScreen({ model }: { readonly model: ModelOf<'room-number'> }) {
  const { t } = useTranslation();
  const { building, unit, digits } = model;
  const place =
    unit === ''
      ? t('door.buildingKey', { door: building })
      : `${t('door.buildingKey', { door: building })} ${t('door.unitKey', { door: unit })}`;
  const ready = digits !== '';
  return (
    <Layout
      said={t('roomNumber.said')}
      more={
        <>
          <p>{place}</p>
          <TypedDigits digits={digits} groups={[Math.max(LAST_DIGITS, digits.length)]} />
        </>
      }
      controls={
        <Key kind="primary" intent={ACCEPT} disabled={!ready}>
          {ready ? t('roomNumber.go') : t('roomNumber.none')}
        </Key>
      }
    >
      <DigitKeys takes={() => digits.length < MOST_ROOM_DIGITS} canErase={ready} />
    </Layout>
  );
}

/** The end of a number that belongs to the room; neither room nor number stands beside it. */
export function RoomCheckScreen({ model }: { readonly model: ModelOf<'room-check'> }) {
  const { t } = useTranslation();
  const { digits, checking, problem } = model;
  const left = LAST_DIGITS - digits.length;
  const ready = left === 0 && !checking;
  const words = problem === undefined ? undefined : ownerWords(problem, model.language);
  return (
    <Layout
      said={words?.title ?? t('roomCheck.said')}
      more={
        <>
          <p>{words?.action ?? t('roomCheck.more')}</p>
          <TypedDigits digits={digits} groups={[LAST_DIGITS]} />
        </>
      }
      controls={
        <Key kind="primary" intent={ACCEPT} disabled={!ready}>
          {checking ? t('keypad.checking') : left === 0 ? t('keypad.go') : t('keypad.left', { count: left })}
        </Key>
      }
    >
      <DigitKeys takes={() => left > 0} canErase={digits !== '' && !checking} />
    </Layout>
  );
}
