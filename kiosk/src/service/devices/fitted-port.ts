import type { FailureCode } from '@louting/common/failure-codes';
import { failed, ok } from '@louting/common/result';
import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import type { ServiceLink } from './bridge-link.ts';
import type { FittedPort } from './device-ports.ts';
import { keepReport } from './device-report.ts';

/** Not every cabinet has one: what was never there is no trouble. */
export function keepFittedReport(role: DeviceReport['role'], absentCode: FailureCode, link: ServiceLink): FittedPort {
  let fitted = false;
  link.onAttach((channel) => {
    if (channel !== undefined) fitted = channel !== 'missing';
  });
  return { ...keepReport(role, absentCode, link), fitted: () => fitted };
}

export function createCoinAcceptorPort(link: ServiceLink): FittedPort {
  return {
    ...keepFittedReport('coin-acceptor', 'LT-3121', link),
    test: async () => {
      const heard = await link.command('CoinAcceptor.Reset', {});
      return heard.ok ? ok() : failed(heard.error.code, heard.error.detail);
    },
  };
}
