/** P1 messages that no device of ours speaks, and why. */
export const NOT_BY_THIS_DEVICE: Readonly<Record<string, string>> = {
  'CashManagement.Retract':
    'an acceptor of single notes has no place to retract to; a note left behind goes back by itself',
  'CashManagement.ItemsTakenEvent': 'no acceptor we drive reports that a returned note was pulled out',
  'Printer.MediaTakenEvent': 'the paper hangs from the front; no sensor sees it taken',
};

interface Difference {
  /** Members and values the standard does not have, as `beyondStandard` names them. */
  readonly adds?: readonly string[];
  readonly remark: string;
}

const HEALTH: Difference = {
  adds: ['common.failureCode', 'common.recovery'],
  remark: 'adds the product’s failure code and what is being tried to mend the device',
};

/** What we do otherwise than the standard. */
export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'Common.Status': HEALTH,
  'Common.StatusChangedEvent': HEALTH,
  'Common.ErrorEvent': { remark: 'the description begins with the product’s failure code' },
  'Common.SetTransactionState': { remark: 'the id of a cash-in becomes the id of its note in the journal' },
  'CardReader.ReadRawData': { remark: 'chip only, no tracks; a card that lies there already completes at once' },
  'CardReader.ChipIO': { remark: 'not only in service mode: the kiosk reads the number of a weak card with it' },
  'CardReader.Reset': { remark: 'the card stays where it lies, whatever `to` says' },
  'CashAcceptor.CashInStart': { remark: 'one note a transaction; positions and recycling are ignored' },
  'CashAcceptor.CashIn': { remark: 'completes with the note in escrow' },
  'CashAcceptor.GetCashInStatus': {
    adds: ['transactionID'],
    remark: 'can be asked for an earlier transaction by its id',
  },
  'CashAcceptor.ConfigureNoteTypes': { remark: 'holds until the bridge restarts' },
  'CashManagement.ItemsPresentedEvent': { remark: 'told when the device reports the note returned' },
  'CashManagement.Reset': { remark: 'greets the device anew and moves no note; `position` is ignored' },
  'Storage.SetStorage': { remark: 'a box starts empty: no other initial count is taken' },
  'Storage.StartExchange': { remark: 'ends with the bridge process' },
  'CashDispenser.Denominate': {
    remark: 'beyond P1: whether the amount can be paid exactly; a mix of the service only',
  },
  'CashDispenser.Dispense': {
    remark: 'pays to the tray at once; needs an active transaction, whose id is the payout’s and is paid once',
  },
  'CashDispenser.Present': { remark: 'answers `noItems`: what is paid lies in the tray already' },
  'CashDispenser.GetPresentStatus': {
    adds: ['inDoubt', 'transactionID'],
    remark: 'can be asked for an earlier payout by its id; what nobody can tell is in doubt, and staff count',
  },
  'Printer.PrintForm': { remark: 'forms are the bridge’s own; cut and feed belong to the form' },
  'Printer.PrintRaw': { remark: 'for service tools' },
  'Printer.ControlMedia': { remark: 'cut and flush only' },
  'BarcodeReader.Read': { remark: 'reads whatever symbology the device does; repeated codes are dropped for a while' },
  'Lights.SetLight': { remark: 'relays: `off` and `continuous`, position `default`' },
  'Auxiliaries.Register': { remark: 'names only what is fitted; every change is told to every connection' },
  'Auxiliaries.SetAuxiliaries': { remark: 'no bolts, indicators or horn: whatever is set is `invalidAuxiliary`' },
  'VendorMode.Register': {
    remark: 'for other clients of the bridge: the kiosk does not register, its own device page keeps owners out',
  },
  'VendorMode.EnterModeRequest': { remark: 'whoever asked and disconnects leaves the mode for all' },
};
