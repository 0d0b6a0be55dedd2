import { BillAcceptorProfileSchema } from './bill-acceptor/profile.ts';
import { CabinetMegatecProfileSchema } from './cabinet-megatec/profile.ts';
import { CabinetModbusProfileSchema } from './cabinet-modbus/profile.ts';
import { CcTalkProfileSchema } from './cctalk/profile.ts';
import { ChinaUmsProfileSchema } from './chinaums/profile.ts';
import { EscposProfileSchema } from './escpos/profile.ts';
import { LineScannerProfileSchema } from './line-scanner/profile.ts';
import { NexoProfileSchema } from './nexo/profile.ts';
import { SspPayoutProfileSchema } from './ssp/payout-profile.ts';
import { TcpCardReaderProfileSchema } from './tcp-card-reader/profile.ts';

/** What a profile has to be, by the driver it is for. */
export const PROFILE_SCHEMAS = {
  ssp: BillAcceptorProfileSchema,
  essp: BillAcceptorProfileSchema,
  id003: BillAcceptorProfileSchema,
  ccnet: BillAcceptorProfileSchema,
  ebds: BillAcceptorProfileSchema,
  cctalk: CcTalkProfileSchema,
  'ssp-payout': SspPayoutProfileSchema,
  escpos: EscposProfileSchema,
  'cabinet-modbus': CabinetModbusProfileSchema,
  'cabinet-megatec': CabinetMegatecProfileSchema,
  'line-scanner': LineScannerProfileSchema,
  'tcp-card-reader': TcpCardReaderProfileSchema,
  nexo: NexoProfileSchema,
  chinaums: ChinaUmsProfileSchema,
} as const;
