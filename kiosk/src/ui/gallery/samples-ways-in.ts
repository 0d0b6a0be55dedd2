import type { Sample } from './sample.ts';

const ways = (['card', 'owner-phone', 'phone-code', 'room'] as const).map((way) => ({ way, available: true }));
const buildings = Array.from({ length: 20 }, (_, index) => String(index + 1));
const shown = {
  content: 'https://fees.example.cn/w/0198f0c2-7b1e-7c3a-9d2e-1f2a3b4c5d6e.Zm9vYmFyYmF6cXV4',
  number: '42',
};
const resend = { resendSecondsLeft: 45, resendOfSeconds: 60 };

/** Card, the owner's phone, a number and a code, a room and last digits. */
export const WAYS_IN_SAMPLES: readonly Sample[] = [
  { name: 'identify', screen: { screen: 'identify', ways } },
  { name: 'identify-camera', screen: { screen: 'identify', ways }, frame: { camera: true } },
  {
    name: 'identify-off',
    screen: {
      screen: 'identify',
      ways: ways.map((choice) =>
        choice.way === 'card' ? { way: 'card', available: false, reason: 'LT-3001' } : choice,
      ),
    },
  },
  { name: 'present-card', screen: { screen: 'present-card', cardReader: 'ready' } },
  { name: 'present-card-no-reader', screen: { screen: 'present-card', cardReader: 'absent' } },
  { name: 'phone-number', screen: { screen: 'phone-number', digits: '1380000', sending: false } },
  {
    name: 'phone-number-problem',
    screen: { screen: 'phone-number', digits: '12345678901', sending: false, problem: 'LT-1009' },
  },
  { name: 'phone-number-sending', screen: { screen: 'phone-number', digits: '13800001234', sending: true } },
  {
    name: 'phone-code',
    screen: { screen: 'phone-code', phoneMasked: '138****1234', digits: '04', checking: false, ...resend },
  },
  {
    name: 'phone-code-wrong',
    screen: {
      screen: 'phone-code',
      phoneMasked: '138****1234',
      digits: '',
      checking: false,
      resendSecondsLeft: 0,
      resendOfSeconds: 60,
      problem: 'LT-1010',
    },
  },
  { name: 'door-asking', screen: { screen: 'door', part: 'building' } },
  { name: 'door-building', screen: { screen: 'door', part: 'building', doors: buildings } },
  { name: 'door-unit', screen: { screen: 'door', part: 'unit', building: '3', doors: ['1', '2', '3'] } },
  { name: 'room-number', screen: { screen: 'room-number', building: '3', unit: '2', digits: '10' } },
  { name: 'room-check', screen: { screen: 'room-check', digits: '12', checking: false } },
  { name: 'room-check-wrong', screen: { screen: 'room-check', digits: '', checking: false, problem: 'LT-1013' } },
  { name: 'owner-phone-asking', screen: { screen: 'owner-phone', secondsLeft: 0, ofSeconds: 180 } },
  { name: 'owner-phone', screen: { screen: 'owner-phone', shown, secondsLeft: 150, ofSeconds: 180 } },
  { name: 'way-problem', screen: { screen: 'way-problem', way: 'room', code: 'LT-1014' } },
  {
    name: 'choose-home',
    screen: { screen: 'choose-home', homes: [{ roomLabel: '16栋1单元*01' }, { roomLabel: '16栋1单元*02' }] },
  },
];
