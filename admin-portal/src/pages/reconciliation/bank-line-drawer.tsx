import type { BankLineRow } from '@louting/server/contract/reconciliation-api';
import { Alert, Button, Descriptions, Drawer, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { BANK_STATE_COLOURS } from './bank-line-columns.tsx';
import { MatchActions } from './match-actions.tsx';
import { MatchCard } from './match-card.tsx';
import { ProposeForm } from './propose-form.tsx';
import { ProposeChangeDialog } from './rules/propose-change-dialog.tsx';

interface BankLineDrawerProps {
  readonly line: BankLineRow;
  readonly onChanged: (line: BankLineRow) => void;
  readonly onClose: () => void;
}

/** One transfer: what the bank says, what it is thought to pay, and who has to decide. */
export function BankLineDrawer({ line, onChanged, onClose }: BankLineDrawerProps): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const [proposing, setProposing] = useState(false);
  const [correcting, setCorrecting] = useState(false);
  const mayManage = permissions.includes('reconciliation.manage');
  const { match, state } = line;
  const hasMatch = match !== undefined && (state === 'SUGGESTED' || state === 'PROPOSED' || state === 'BOOKED');
  const mayCorrect = mayManage && state !== 'BOOKED' && state !== 'PROPOSED';
  const mayPropose = mayManage && line.amountFen > 0 && (state === 'WAITING' || state === 'SUGGESTED');
  return (
    <Drawer
      open
      size={760}
      onClose={onClose}
      title={
        <>
          <Money amount={line.amountFen} /> <span className="quiet digits">{line.bookedOn}</span>{' '}
          <Tag color={BANK_STATE_COLOURS[state]}>{t(`bank.state.${state}`)}</Tag>
        </>
      }
    >
      <div className="stack">
        <LineFacts line={line} />
        {hasMatch && <MatchCard match={match} />}
        {hasMatch && mayManage && <MatchActions key={match.matchId} match={match} onChanged={onChanged} />}
        {!hasMatch && <Alert type="info" showIcon title={t(`bank.means.${state}`)} />}
        {mayPropose && !proposing && (
          <Button className="recon-start" type={hasMatch ? 'default' : 'primary'} onClick={() => setProposing(true)}>
            {t(hasMatch ? 'bank.proposeOther' : 'bank.propose')}
          </Button>
        )}
        {mayCorrect && !proposing && (
          <Button className="recon-start" onClick={() => setCorrecting(true)}>
            {t('rules.kind.line-class')}
          </Button>
        )}
        {correcting && (
          <ProposeChangeDialog kind="line-class" fixed={{ lineId: line.lineId }} onClose={() => setCorrecting(false)} />
        )}
        {mayPropose && proposing && (
          <ProposeForm
            line={line}
            onCancel={() => setProposing(false)}
            onDone={(changed) => {
              setProposing(false);
              onChanged(changed);
            }}
          />
        )}
      </div>
    </Drawer>
  );
}

function LineFacts({ line }: { line: BankLineRow }): ReactElement {
  const { t } = useTranslation();
  const none = <span className="quiet">–</span>;
  return (
    <Descriptions
      size="small"
      column={2}
      items={[
        { key: 'payer', label: t('bank.payer'), children: line.counterpartyMasked || none },
        {
          key: 'account',
          label: t('bank.payerAccount'),
          children: <span className="digits">{line.counterpartyAccountMasked || none}</span>,
        },
        {
          key: 'own',
          label: t('bank.account'),
          children: (
            <span className="digits">
              {t(`bank.name.${line.bank}`, { defaultValue: line.bank })} {line.accountMasked}
            </span>
          ),
        },
        { key: 'class', label: t('cash.kind'), children: t(`bank.class.${line.class}`) },
        {
          key: 'remark',
          label: t('bank.remark'),
          span: 2,
          children: <span className="recon-raw">{line.remark || none}</span>,
        },
      ]}
    />
  );
}
