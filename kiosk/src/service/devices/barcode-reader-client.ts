import { failed, ok } from '@louting/common/result';
import { fromBase64 } from '@louting/device-bridge/protocol/message';
import type { ServiceLink } from './bridge-link.ts';
import type { BarcodeReaderPort } from './device-ports.ts';
import { keepReport } from './device-report.ts';

export function createBarcodeReaderPort(link: ServiceLink): BarcodeReaderPort {
  return {
    ...keepReport('barcode-reader', 'LT-3301', link),
    read: async (timeoutMs, signal) => {
      if (signal.aborted) return failed('LT-3904');
      const read = await link.command('BarcodeReader.Read', { symbologies: { qrCode: true } }, { timeoutMs, signal });
      if (!read.ok) {
        if (read.error.completionCode === 'timeOut') return failed('LT-3302');
        return failed(read.error.code, read.error.detail);
      }
      const [code] = read.value.readOutput ?? [];
      if (!code?.barcodeData) return failed('LT-3302', 'nothing was read');
      return ok({ text: Buffer.from(fromBase64(code.barcodeData)).toString('utf8') });
    },
  };
}
