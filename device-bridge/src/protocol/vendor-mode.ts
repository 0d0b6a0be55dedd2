import { z } from 'zod';
import { command, event, NoPayload } from './message.ts';

/** Before service people handle the devices, every registered application leaves them alone, and says so. */
export const vendorModeCommands = {
  'VendorMode.Register': command('2.0', z.object({ appName: z.string().min(1).max(64) }), '2.0', NoPayload),
  'VendorMode.EnterModeRequest': command('2.0', NoPayload, '2.0', NoPayload),
  'VendorMode.EnterModeAcknowledge': command('2.0', NoPayload, '2.0', NoPayload),
  'VendorMode.ExitModeRequest': command('2.0', NoPayload, '2.0', NoPayload),
  'VendorMode.ExitModeAcknowledge': command('2.0', NoPayload, '2.0', NoPayload),
};

export const vendorModeEvents = {
  'VendorMode.EnterModeRequestEvent': event('unsolicited', '2.0', NoPayload),
  'VendorMode.ModeEnteredEvent': event('unsolicited', '2.0', NoPayload),
  'VendorMode.ExitModeRequestEvent': event('unsolicited', '2.0', NoPayload),
  'VendorMode.ModeExitedEvent': event(
    'unsolicited',
    '2.0',
    z.object({ connectedApplications: z.array(z.string()).nullish() }),
  ),
};
