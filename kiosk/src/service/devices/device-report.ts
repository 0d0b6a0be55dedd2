import type { FailureCode } from '@louting/common/failure-codes';
import type { Result } from '@louting/common/result';
import { StatusSchema, type XfsStatus } from '@louting/device-bridge/protocol/common';
import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import type { InspectedDevice } from '../../flows/effects.ts';
import type { EventPayload } from '@louting/device-bridge/protocol/profile';
import type { ServiceLink } from './bridge-link.ts';
import { inspect } from './inspect-device.ts';
import type { XfsChannel } from './xfs-channel.ts';

type Role = DeviceReport['role'];

export interface ReportKeeper {
  report(): DeviceReport;
  onReport(listener: (report: DeviceReport) => void): () => void;
  inspect(): Promise<Result<InspectedDevice>>;
}

/** Follows a service's status and tells every change of the report made of it. */
export function keepReport(role: Role, absentCode: FailureCode, link: ServiceLink): ReportKeeper {
  const listeners = new Set<(report: DeviceReport) => void>();
  let report: DeviceReport = { role, state: 'failed', code: 'LT-3903' };
  let status: EventPayload<'Common.StatusChangedEvent'> = {};

  const change = (next: DeviceReport): void => {
    if (next.state === report.state && next.code === report.code) return;
    report = next;
    for (const listener of listeners) listener(next);
  };
  const merge = (news: EventPayload<'Common.StatusChangedEvent'>): void => {
    status = { ...status, ...news };
    if (status.common) change(reportOf(role, absentCode, { ...status, common: status.common }));
  };

  const ask = async (channel: XfsChannel): Promise<void> => {
    const current = await channel.command('Common.Status', {});
    if (current.ok) merge(current.value);
  };

  link.onAttach((channel) => {
    status = {};
    if (channel === undefined) change({ role, state: 'failed', code: 'LT-3903' });
    else if (channel === 'missing') change({ role, state: 'absent', code: absentCode });
    else void ask(channel);
  });
  link.onUnsolicited((name, payload) => {
    if (name === 'Common.StatusChangedEvent') merge(StatusSchema.partial().parse(payload));
  });

  return {
    report: () => report,
    inspect: () => inspect(link),
    onReport: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function reportOf(role: Role, absentCode: FailureCode, status: XfsStatus): DeviceReport {
  const code = status.common.failureCode ?? undefined;
  switch (status.common.device) {
    case 'online': {
      const paper = status.printer?.paper.upper;
      const attention = code !== undefined || paper === 'low' || status.cashManagement?.acceptor === 'attention';
      return { role, state: attention ? 'attention' : 'ok', ...(code && { code }) };
    }
    case 'noDevice':
    case 'powerOff':
    case 'starting':
      return { role, state: 'absent', code: code ?? absentCode };
    default:
      return { role, state: 'failed', code: code ?? 'LT-3901' };
  }
}
