import type { DeviceView } from '../../screens/maintenance.ts';
import type { Sample } from './sample.ts';

const devices: readonly DeviceView[] = [
  { role: 'card-reader', state: 'ok' },
  { role: 'cash-acceptor', state: 'failed', code: 'LT-3103' },
  { role: 'coin-acceptor', state: 'ok' },
  { role: 'change-dispenser', state: 'attention', code: 'LT-3125' },
  { role: 'receipt-printer', state: 'attention', code: 'LT-3202' },
  { role: 'barcode-reader', state: 'absent', code: 'LT-3301' },
  { role: 'payment-terminal', state: 'ok' },
  { role: 'cabinet', state: 'attention', code: 'LT-3602' },
  { role: 'ups', state: 'ok' },
];
const acceptor = { modelName: 'ITL NV9USB+', firmwareVersion: 'NV0900413' };
const [reader, broken] = devices as readonly [DeviceView, DeviceView];
const lines = Array.from(
  { length: 14 },
  (_, index) => `07:00:${String(59 - index)} ${index % 2 === 0 ? '<' : '>'} 02 03 06 33 DA 81 19 82 0F`,
);

/** The device page of technicians. */
export const MAINTENANCE_SAMPLES: readonly Sample[] = [
  { name: 'maintenance-code', screen: { screen: 'maintenance-code', digits: '407', length: 6, checking: false } },
  {
    name: 'maintenance-code-wrong',
    screen: { screen: 'maintenance-code', digits: '', length: 6, checking: false, problem: 'LT-4007' },
  },
  {
    name: 'maintenance-no-line',
    screen: { screen: 'maintenance-code', digits: '4079', length: 8, checking: false, question: '301746' },
  },
  { name: 'maintenance-devices', screen: { screen: 'maintenance-devices', devices } },
  {
    name: 'maintenance-device',
    screen: {
      screen: 'maintenance-device',
      device: broken,
      ...acceptor,
      recovery: 'power-cycle',
      test: 'note',
      stage: 'ready',
    },
  },
  {
    name: 'maintenance-cabinet',
    screen: {
      screen: 'maintenance-device',
      device: { role: 'cabinet', state: 'attention', code: 'LT-3602' },
      modelName: 'Modbus RTU IO 8CH with an XY-MD02 thermometer at address 2',
      readings: [
        { of: 'door', says: 'open' },
        { of: 'tamper', says: 'off' },
        { of: 'heat', says: 'off' },
      ],
      test: 'lights',
      stage: 'ready',
    },
  },
  {
    name: 'maintenance-testing',
    screen: { screen: 'maintenance-device', device: reader, test: 'card', stage: 'testing' },
  },
  {
    name: 'maintenance-passed',
    screen: { screen: 'maintenance-device', device: reader, ...acceptor, test: 'card', stage: 'passed' },
  },
  {
    name: 'maintenance-failed',
    screen: {
      screen: 'maintenance-device',
      device: broken,
      ...acceptor,
      test: 'note',
      stage: 'failed',
      problem: 'LT-3101',
    },
  },
  { name: 'maintenance-trace', screen: { screen: 'maintenance-trace', role: 'cash-acceptor', lines } },
];
