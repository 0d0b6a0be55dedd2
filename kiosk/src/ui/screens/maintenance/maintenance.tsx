import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../../screens/maintenance.ts';
import { DigitKeys } from '../../parts/digit-keys.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { usePages } from '../../parts/pages.ts';
import { TypedDigits } from '../../parts/typed-digits.tsx';
import { useUi, type ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import {
  DEVICE_NAMES,
  DEVICE_STATES,
  DEVICE_TESTS,
  READING_NAMES,
  READINGS,
  RECOVERY,
  wordOf,
} from './device-words.ts';
import './maintenance.css';

const CODE_GROUPS = [3, 3] as const;
const ANSWER_GROUPS = [4, 4] as const;
const DEVICES_A_PAGE = 4;
const LINES_A_PAGE = 4;

type StaffModel = ModelOf<'maintenance-code' | 'maintenance-devices' | 'maintenance-device' | 'maintenance-trace'>;

/** All of them in one, so that only the first is waited for. */
export function MaintenanceScreen({ model }: { readonly model: StaffModel }) {
  switch (model.screen) {
    case 'maintenance-code':
      return <CodeScreen model={model} />;
    case 'maintenance-devices':
      return <DevicesScreen model={model} />;
    case 'maintenance-device':
      return <DeviceScreen model={model} />;
    default:
      return <TraceScreen model={model} />;
  }
}

function CodeScreen({ model }: { readonly model: ModelOf<'maintenance-code'> }) {
  const { t } = useTranslation();
  const { digits, length, checking, question, problem } = model;
  const words = problem === undefined ? undefined : ownerWords(problem, model.language);
  const left = length - digits.length;
  return (
    <Layout
      said={
        words?.title ??
        (question === undefined ? t('maintenance.said') : t('maintenance.ask', { question: grouped(question) }))
      }
      more={
        <>
          <p>
            {question === undefined
              ? (words?.action ?? t('maintenance.more'))
              : words
                ? t('maintenance.ask', { question: grouped(question) })
                : t('maintenance.askMore')}
          </p>
          <TypedDigits digits={digits} groups={question === undefined ? CODE_GROUPS : ANSWER_GROUPS} />
        </>
      }
      controls={
        <Key kind="primary" intent={{ intent: 'accept-typed' }} disabled={left > 0 || checking}>
          {checking ? t('keypad.checking') : left === 0 ? t('keypad.go') : t('keypad.left', { count: left })}
        </Key>
      }
    >
      <DigitKeys takes={() => left > 0} canErase={digits !== '' && !checking} />
    </Layout>
  );
}

const grouped = (digits: string): string => `${digits.slice(0, 3)} ${digits.slice(3)}`;

function DevicesScreen({ model }: { readonly model: ModelOf<'maintenance-devices'> }) {
  const { t } = useTranslation();
  const pages = usePages(model.devices, DEVICES_A_PAGE);
  return (
    <Layout
      said={t('maintenance.devices')}
      controls={
        <Key kind="primary" intent={{ intent: 'cancel' }}>
          {t('maintenance.leave')}
        </Key>
      }
    >
      {pages.shown.map((device) => (
        <Key key={device.role} className="device-key" intent={{ intent: 'look-at-device', role: device.role }}>
          <DeviceName role={device.role} /> · {t(DEVICE_STATES[device.state])}
        </Key>
      ))}
      <PageKeys pages={pages} />
    </Layout>
  );
}

function DeviceScreen({ model }: { readonly model: ModelOf<'maintenance-device'> }) {
  const { t } = useTranslation();
  const { device, stage, test } = model;
  const words = test && DEVICE_TESTS[test];
  const isTesting = stage === 'testing' && words !== undefined;
  return (
    <Layout
      said={isTesting ? t(words.doing) : <DeviceName role={device.role} />}
      tone={stage === 'passed' ? 'done' : stage === 'failed' ? 'stop' : 'plain'}
      more={stage === 'passed' ? t('maintenance.passed') : stage === 'failed' ? t('maintenance.failed') : undefined}
      controls={
        <>
          {words && (
            <Key kind="primary" intent={{ intent: 'test-device' }} disabled={stage === 'testing' || stage === 'asking'}>
              {t(words.key)}
            </Key>
          )}
          <Key intent={{ intent: 'show-trace' }} disabled={stage === 'testing' || stage === 'asking'}>
            {t('maintenance.trace')}
          </Key>
        </>
      }
    >
      <Facts model={model} />
    </Layout>
  );
}

function Facts({ model }: { readonly model: ModelOf<'maintenance-device'> }) {
  const { t } = useTranslation();
  const { device, modelName, firmwareVersion, recovery, readings = [], problem } = model;
  const tried = recovery === undefined ? undefined : wordOf(RECOVERY, recovery);
  return (
    <dl className={readings.length > 0 ? 'device-facts sensors' : 'device-facts'}>
      <dt>{t('maintenance.state')}</dt>
      <dd>{t(DEVICE_STATES[device.state])}</dd>
      <dt>{t('maintenance.lastError')}</dt>
      <dd>
        <Fault code={problem ?? device.code} />
      </dd>
      {tried && (
        <>
          <dt>{t('maintenance.recovery')}</dt>
          <dd>{t(tried)}</dd>
        </>
      )}
      {readings.map(({ of, says }) => (
        <Fragment key={of}>
          <dt>{t(READING_NAMES[of])}</dt>
          <dd>
            <Reading word={`${of}.${says}`} />
          </dd>
        </Fragment>
      ))}
      <dt>{t('maintenance.model')}</dt>
      <dd>{modelName ?? '–'}</dd>
      {firmwareVersion !== undefined && (
        <>
          <dt>{t('maintenance.firmware')}</dt>
          <dd>{firmwareVersion}</dd>
        </>
      )}
    </dl>
  );
}

function Reading({ word }: { readonly word: string }) {
  const { t } = useTranslation();
  const known = wordOf(READINGS, word);
  return known ? t(known) : word;
}

function Fault({ code }: { readonly code: DeviceView['code'] }) {
  const { t } = useTranslation();
  const { language } = useUi().model;
  if (code === undefined) return t('maintenance.noError');
  return `${code} ${ownerWords(code, language).title}`;
}

function TraceScreen({ model }: { readonly model: ModelOf<'maintenance-trace'> }) {
  const { t } = useTranslation();
  const pages = usePages(
    model.lines.map((line, index) => ({ line, index })),
    LINES_A_PAGE,
  );
  return (
    <Layout
      said={t('maintenance.trace')}
      more={model.lines.length === 0 ? t('maintenance.noTrace') : t('maintenance.traceMore')}
      controls={
        <>
          <PageKeys pages={pages} />
          <Key kind="primary" intent={{ intent: 'back' }}>
            {t('maintenance.back')}
          </Key>
        </>
      }
    >
      <ol className="trace-lines">
        {pages.shown.map(({ line, index }) => (
          <li key={index}>{line}</li>
        ))}
      </ol>
    </Layout>
  );
}

function DeviceName({ role }: { readonly role: string }) {
  const { t } = useTranslation();
  const name = wordOf(DEVICE_NAMES, role);
  return name ? t(name) : role;
}
