import type { Sample } from './sample.ts';

/** The settings lie over a screen that goes on underneath. */
export const SETTINGS_SAMPLES: readonly Sample[] = [
  {
    name: 'settings',
    screen: {
      screen: 'idle',
      methods: ['wechat-qr', 'alipay-qr', 'payer-code', 'cash'],
      cardReader: 'ready',
      otherWays: true,
    },
    frame: { settings: 'open', canGoBack: false, canCancel: false },
  },
];
