import type { FailPoints } from '@louting/common/fail-points';
import type { Failure } from '@louting/common/result';
import type { PrinterCondition, ReceiptPrinterDriver } from '../../drivers/roles.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import { FORMS, isFormName, type FormName } from '../../protocol/forms.ts';
import { fromBase64 } from '../../protocol/message.ts';
import type { CommandPayload } from '../../protocol/profile.ts';
import { commonCapabilities, commonStatus, tellErrors } from '../device-information.ts';
import { JournaledPrinter } from './journaled-printer.ts';
import type { PrintJournal } from './print-journal.ts';
import { driverFailed, Unsolicited, type CommandContext, type Completion, type XfsService } from '../xfs-service.ts';

/** Lays a form out in the printer's own language; its profile is bound by whoever builds the printer. */
export type FormRenderer = (formName: FormName, fields: Readonly<Record<string, readonly string[]>>) => Uint8Array;

/** What every command that prints answers alike. */
type Printed = Pick<Completion<'Printer.PrintForm'>, 'completionCode' | 'failure'> & {
  readonly payload?: { readonly errorCode: 'paperOut' | 'paperJammed' };
};

export function createReceiptPrinterService(
  name: string,
  driver: ReceiptPrinterDriver,
  renderForm: FormRenderer,
  journal: PrintJournal,
  failPoints: FailPoints,
  /** Feeds what was printed past the knife and cuts; absent where there is no knife. */
  cut?: Uint8Array,
): XfsService {
  const unsolicited = new Unsolicited();
  const printer = new JournaledPrinter(name, driver, journal);
  let paper = driver.condition().paper;

  const status = (): XfsStatus => {
    const condition = driver.condition();
    return {
      common: commonStatus(condition),
      printer: {
        media: condition.paper === 'jammed' ? 'jammed' : 'unknown',
        paper: { upper: condition.paper },
      },
    };
  };

  tellErrors(driver, unsolicited);
  driver.onCondition((condition: PrinterCondition) => {
    unsolicited.send('Common.StatusChangedEvent', status());
    if (condition.paper !== paper && ['full', 'low', 'out'].includes(condition.paper)) {
      const threshold = condition.paper as 'full' | 'low' | 'out';
      unsolicited.send('Printer.PaperThresholdEvent', { paperSource: 'upper', threshold });
    }
    paper = condition.paper;
  });

  // Once bytes are on their way there is no taking back: a cancel or a disconnect does not end a print.
  const print = async (data: Uint8Array, context: CommandContext): Promise<Printed> => {
    failPoints.hit('printer.print.before');
    const printed = await printer.print(data, context.transactionId);
    failPoints.hit('printer.print.after');
    if (!printed.ok) return printFailed(printed.error, driver.condition());
    context.event('Printer.MediaPresentedEvent', { wadIndex: 1, totalWads: 1 });
    return {};
  };

  // Paper comes out of the front by itself: of all that can be done with it there is only the knife.
  const controlMedia = async (
    { move, cut: whole, partialCut, flush }: CommandPayload<'Printer.ControlMedia'>['mediaControl'],
    context: CommandContext,
  ): Promise<Completion<'Printer.ControlMedia'>> => {
    const wantsCut = whole === true || partialCut === true;
    if ((move ?? undefined) !== undefined || (wantsCut && !cut) || (!wantsCut && flush !== true)) {
      return { completionCode: 'unsupportedData', failure: { code: 'LT-3905' } };
    }
    return wantsCut && cut ? print(cut, context) : {};
  };

  return {
    name,
    interfaces: ['Printer'],
    status,
    capabilities: () => ({
      common: commonCapabilities(driver.identity()),
      printer: {
        type: { receipt: true },
        writeForm: { text: true, graphics: true, barcode: true },
        control: { cut: cut !== undefined, partialCut: cut !== undefined, flush: true },
        mediaPresented: true,
        mediaTaken: false,
      },
    }),
    onUnsolicited: unsolicited.on,
    handlers: {
      'Printer.PrintForm': ({ formName, fields }, context) => {
        if (!isFormName(formName)) return commandError('formNotFound', { code: 'LT-9001', detail: formName });
        const checked = FORMS[formName].safeParse(fields);
        if (!checked.success) {
          // Names of fields only: their values are an owner's data.
          const detail = checked.error.issues.map(({ path }) => path.join('.')).join(', ');
          return commandError('fieldError', { code: 'LT-9001', detail });
        }
        return print(renderForm(formName, fields), context);
      },
      'Printer.PrintRaw': ({ data }, context) => print(fromBase64(data), context),
      'Printer.ControlMedia': ({ mediaControl }, context) => controlMedia(mediaControl, context),
      'Printer.Reset': async () => {
        const done = await driver.reset();
        return done.ok ? {} : driverFailed(done.error);
      },
      'Printer.GetJobOutcome': async ({ transactionID }) => {
        const outcome = await printer.outcome(transactionID);
        if (outcome !== undefined) return { payload: { outcome } };
        return { completionCode: 'deviceNotReady', failure: { code: driver.condition().code ?? 'LT-3901' } };
      },
      'Printer.GetFormList': () => ({ payload: { formList: Object.keys(FORMS) } }),
    },
  };
}

function printFailed(failure: Failure, condition: PrinterCondition): Printed {
  if (failure.code === 'LT-3202') return commandError('paperOut', failure);
  if (failure.code === 'LT-3204' && condition.paper === 'jammed') return commandError('paperJammed', failure);
  return driverFailed(failure);
}

function commandError<Error extends string>(errorCode: Error, failure: Failure) {
  return { completionCode: 'commandErrorCode' as const, payload: { errorCode }, failure };
}
