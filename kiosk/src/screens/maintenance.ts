/** What a technician sees and does; no owner gets past the first of these screens. */
export type DeviceTest = 'card' | 'note' | 'coins' | 'change' | 'page' | 'code' | 'terminal' | 'lights';

/** What a sensor says, e.g. `door.open`. */
export interface DeviceReading {
  readonly of: 'door' | 'tamper' | 'heat' | 'mains' | 'battery';
  readonly says: string;
}

export interface DeviceView {
  /** As the bridge names it; `deviceName` of the words. */
  readonly role: string;
  readonly state: 'ok' | 'attention' | 'failed' | 'absent';
  /** Why it is not well. */
  readonly code?: string;
}

export type MaintenanceScreen =
  | {
      readonly screen: 'maintenance-code';
      readonly digits: string;
      readonly length: number;
      readonly checking: boolean;
      /** There is no line: six digits for the office, whose answer is typed. */
      readonly question?: string;
      readonly problem?: string;
    }
  | { readonly screen: 'maintenance-devices'; readonly devices: readonly DeviceView[] }
  | {
      readonly screen: 'maintenance-device';
      readonly device: DeviceView;
      readonly modelName?: string;
      readonly firmwareVersion?: string;
      /** What is tried to bring it back. */
      readonly recovery?: string;
      /** Absent: it senses nothing. */
      readonly readings?: readonly DeviceReading[];
      /** Absent: nothing to try out here. */
      readonly test?: DeviceTest;
      readonly stage: 'asking' | 'ready' | 'testing' | 'passed' | 'failed';
      readonly problem?: string;
    }
  | {
      readonly screen: 'maintenance-trace';
      readonly role: string;
      /** Newest first: `07:00:01 > 02 03 06`. */
      readonly lines: readonly string[];
    };

export type MaintenanceIntent =
  /** Behind a key that nobody sees. */
  | { readonly intent: 'open-maintenance' }
  | { readonly intent: 'look-at-device'; readonly role: string }
  | { readonly intent: 'test-device' }
  | { readonly intent: 'show-trace' };
