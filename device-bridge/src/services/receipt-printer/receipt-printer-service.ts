import type { FailPoints } from '@louting/common/fail-points';
import type { Failure } from '@louting/common/result';
import type { PrinterCondition, ReceiptPrinterDriver } from '../../drivers/roles.ts';
import type { XfsStatus } from '../../protocol/common.ts';
import { FORMS, isFormName, type FormName } from '../../protocol/forms.ts';
import { fromBase64 } from '../../protocol/message.ts';
import type { CompletionPayload } from '../../protocol/profile.ts';
import { commonCapabilities, commonStatus } from '../device-information.ts';
import { driverFailed, Unsolicited, type Completion, type XfsService } from '../xfs-service.ts';

/** Lays a form out in the printer's own language; its profile is bound by whoever builds the printer. */
export type FormRenderer = (formName: FormName, fields: Readonly<Record<string, readonly string[]>>) => Uint8Array;

type PrintError = NonNullable<CompletionPayload<'Printer.PrintForm'>['errorCode']>;
type Printed = Pick<Completion<'Printer.PrintForm'>, 'completionCode' | 'failure'> & {
  readonly payload?: { readonly errorCode: PrintError };
};

export function createReceiptPrinterService(
  name: string,
  driver: ReceiptPrinterDriver,
  renderForm: FormRenderer,
  failPoints: FailPoints,
): XfsService {
  const unsolicited = new Unsolicited();
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

  driver.onCondition((condition: PrinterCondition) => {
    unsolicited.send('Common.StatusChangedEvent', status());
    if (condition.paper !== paper && ['full', 'low', 'out'].includes(condition.paper)) {
      const threshold = condition.paper as 'full' | 'low' | 'out';
      unsolicited.send('Printer.PaperThresholdEvent', { paperSource: 'upper', threshold });
    }
    paper = condition.paper;
  });

  // Once bytes are on their way there is no taking back: a cancel or a disconnect does not end a print.
  const print = async (data: Uint8Array): Promise<Printed> => {
    failPoints.hit('printer.print.before');
    const printed = await driver.print(data);
    failPoints.hit('printer.print.after');
    return printed.ok ? {} : printFailed(printed.error, driver.condition());
  };

  return {
    name,
    interfaces: ['Printer'],
    status,
    capabilities: () => ({
      common: commonCapabilities(driver.identity()),
      printer: { type: { receipt: true }, writeForm: { text: true, graphics: true, barcode: true } },
    }),
    onUnsolicited: unsolicited.on,
    handlers: {
      'Printer.PrintForm': ({ formName, fields }) => {
        if (!isFormName(formName)) return commandError('formNotFound', { code: 'LT-9001', detail: formName });
        const checked = FORMS[formName].safeParse(fields);
        if (!checked.success) {
          // Names of fields only: their values are an owner's data.
          const detail = checked.error.issues.map(({ path }) => path.join('.')).join(', ');
          return commandError('fieldError', { code: 'LT-9001', detail });
        }
        return print(renderForm(formName, fields));
      },
      'Printer.PrintRaw': ({ data }) => print(fromBase64(data)),
      'Printer.Reset': async () => {
        const done = await driver.reset();
        return done.ok ? {} : driverFailed(done.error);
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

function commandError(errorCode: PrintError, failure: Failure): Printed {
  return { completionCode: 'commandErrorCode', payload: { errorCode }, failure };
}
