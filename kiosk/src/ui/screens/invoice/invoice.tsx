import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { Notice } from '../../parts/notice.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { useLandscape } from '../../parts/use-landscape.ts';
import { InvoiceSheet } from '../../pictures/invoice-pictures.tsx';
import { CheckingBooks } from '../../pictures/money-pictures.tsx';
import { PhoneScansScreen } from '../../pictures/phone-pictures.tsx';
import { ReceiptOut } from '../../pictures/result-pictures.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './invoice.css';

type Model = ModelOf<'invoice'>;
type At<Stage extends Model['stage']> = Model & { readonly stage: Stage };

/** One touch in the owner's own name; a code to scan for everything else, because nobody types a tax number here. */
export function InvoiceScreen({ model }: { readonly model: Model }) {
  switch (model.stage) {
    case 'offer':
      return <Offer model={model} />;
    case 'phone':
    case 'issuing':
    case 'issued':
      return <CodeToScan model={model} />;
    case 'problem':
      return <Problem model={model} />;
    default:
      return <Waiting />;
  }
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Layout said={t('invoice.asking')}>
      <CheckingBooks />
    </Layout>
  );
}

function Offer({ model }: { readonly model: At<'offer'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('invoice.offer')}
      more={t(model.partOnly ? 'invoice.amountPart' : 'invoice.amount', {
        money: sayMoney(model.amountFen, model.language),
      })}
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'invoice-personal' }}>
            {t('invoice.personal', { name: model.buyerMasked })}
          </Key>
          <Key intent={{ intent: 'invoice-by-phone' }}>
            <span className="two-lines">
              {t('invoice.company')}
              <small>{t('invoice.companyMore')}</small>
            </span>
          </Key>
        </>
      }
    >
      <InvoiceSheet />
    </Layout>
  );
}

const SAID = { phone: 'invoice.phone', issuing: 'invoice.issuing', issued: 'invoice.issued' } as const;
const MORE = { phone: 'invoice.phoneMore', issuing: 'invoice.issuingMore', issued: 'invoice.issuedMore' } as const;

const SLIP = { none: 'invoice.scan', printing: 'invoice.printing', printed: 'invoice.printed' } as const;

function CodeToScan({ model }: { readonly model: At<'phone' | 'issuing' | 'issued'> }) {
  const { t } = useTranslation();
  const landscape = useLandscape();
  const { slip } = model;
  const words = (
    <>
      {slip === 'trouble' ? (
        <Notice title={t('invoice.trouble')} />
      ) : (
        <div className="invoice-words" role="status">
          {slip === 'none' ? <PhoneScansScreen /> : <ReceiptOut />}
          <p>{t(SLIP[slip])}</p>
        </div>
      )}
      {model.stage !== 'phone' && (
        <p className="invoice-title">
          {t('invoice.title', { name: model.buyerMasked, money: sayMoney(model.amountFen, model.language) })}
        </p>
      )}
    </>
  );
  return (
    <Layout
      said={t(SAID[model.stage])}
      tone={model.stage === 'issued' ? 'done' : 'plain'}
      more={t(MORE[model.stage])}
      aside={landscape && words}
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'finish' }}>
            {t('invoice.finish')}
          </Key>
          {(slip === 'none' || slip === 'trouble') && <Key intent={{ intent: 'print-slip' }}>{t('invoice.slip')}</Key>}
        </>
      }
    >
      <div className="invoice-code">
        <QrCode content={model.pageUrl} label={t('invoice.scan')} />
      </div>
      {!landscape && words}
    </Layout>
  );
}

function Problem({ model }: { readonly model: At<'problem'> }) {
  const { t } = useTranslation();
  const words = ownerWords(model.problem, model.language);
  const offLine = model.problem === 'LT-5001';
  return (
    <Layout
      said={model.kept ? t('invoice.kept') : words.title}
      more={t(model.kept ? 'invoice.keptMore' : offLine ? 'invoice.laterMore' : 'invoice.safe')}
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'finish' }}>
            {t('invoice.finish')}
          </Key>
          {model.canRetry && <Key intent={{ intent: 'retry' }}>{t('failure.retry')}</Key>}
          {model.canUsePhone && <Key intent={{ intent: 'invoice-by-phone' }}>{t('invoice.company')}</Key>}
        </>
      }
    >
      {model.kept ? <InvoiceSheet /> : <TroublePicture code={model.problem} />}
      {!model.kept && !offLine && <p className="invoice-do">{words.action}</p>}
      {!model.kept && <p className="invoice-title">{t('failure.code', { code: model.problem })}</p>}
    </Layout>
  );
}
