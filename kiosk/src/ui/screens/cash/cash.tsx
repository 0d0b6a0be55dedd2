import { useTranslation } from 'react-i18next';
import type { NoteView } from '../../../screens.ts';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { Notice } from '../../parts/notice.tsx';
import { useLandscape } from '../../parts/use-landscape.ts';
import { ChangeIntoTray, NoteComesBack, NoteIntoSlot } from '../../pictures/money-pictures.tsx';
import { NotePicture } from '../../pictures/note-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './cash.css';

const SAID = {
  starting: 'cash.starting',
  ready: 'cash.ready',
  'note-moving': 'cash.moving',
  returning: 'cash.returning',
  'paying-change': 'cash.change',
  stopped: 'cash.stopped',
} as const;

/** Notes drawn; the older ones become a number. */
const NOTES_DRAWN = { portrait: 8, landscape: 4 } as const;

function ruleOf({ purpose, givesChange }: ModelOf<'cash'>) {
  if (purpose === 'prepayment') return 'cash.topUpRule';
  if (purpose === 'stay') return givesChange ? 'cash.stayChangeRule' : 'cash.stayRule';
  return givesChange ? 'cash.changeRule' : 'cash.rule';
}

export function CashScreen({ model }: { readonly model: ModelOf<'cash'> }) {
  const { t } = useTranslation();
  const problem = model.problem === undefined ? undefined : ownerWords(model.problem, model.language);
  const { acceptor } = model;
  const topUp = model.purpose === 'prepayment';
  const change = acceptor === 'paying-change';
  const busy = acceptor === 'note-moving' || acceptor === 'returning' || change;
  return (
    <Layout
      said={t(SAID[acceptor])}
      more={
        <>
          <p>{t(topUp ? 'cash.topUpDue' : 'cash.due', { money: sayMoney(model.dueFen, model.language) })}</p>
          {model.bookedLater && <p className="cash-later">{t('cash.later')}</p>}
        </>
      }
      aside={problem && <Notice title={problem.title} more={problem.action} />}
      controls={
        model.insertedFen === 0 ? (
          <Key intent={{ intent: 'other-method' }} disabled={busy}>
            {t('cash.other')}
          </Key>
        ) : (
          <Key kind="quiet" intent={{ intent: 'cancel' }} disabled={busy}>
            {t('cash.stop')}
          </Key>
        )
      }
    >
      <dl className="cash-sums">
        <div>
          <dt>{t('cash.inserted')}</dt>
          <dd>
            <Amount fen={model.insertedFen} size="amount" />
          </dd>
        </div>
        <div className="cash-remaining">
          <dt>{t(change ? 'cashOverpay.excess' : 'cash.remaining')}</dt>
          <dd>
            <Amount fen={change ? model.insertedFen - model.dueFen : model.remainingFen} size="amount" />
          </dd>
        </div>
      </dl>
      {change ? (
        <div className="cash-picture">
          <ChangeIntoTray />
        </div>
      ) : model.notes.length > 0 ? (
        <Notes notes={model.notes} />
      ) : (
        <div className="cash-picture">{acceptor === 'returning' ? <NoteComesBack /> : <NoteIntoSlot />}</div>
      )}
      {!change && <p className="cash-rule">{t(ruleOf(model))}</p>}
    </Layout>
  );
}

function Notes({ notes }: { readonly notes: readonly NoteView[] }) {
  const { t } = useTranslation();
  const drawn = NOTES_DRAWN[useLandscape() ? 'landscape' : 'portrait'];
  const hidden = Math.max(0, notes.length - drawn);
  return (
    <div className="cash-notes">
      <ul aria-label={t('cash.notes')}>
        {notes.slice(hidden).map((note) => (
          <li key={note.noteId}>
            <NotePicture denominationFen={note.denominationFen} />
          </li>
        ))}
      </ul>
      {hidden > 0 && <p>{t('cash.more', { count: hidden })}</p>}
    </div>
  );
}
