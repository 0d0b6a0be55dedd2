import { newId } from '@louting/common/ids';
import { failed, ok } from '@louting/common/result';
import { isUncertain, type FlowEffects } from '../flows/effects.ts';
import { pause } from './pause.ts';
import type { PaymentWorld } from './payments/payment-world.ts';

type Identifying = Pick<FlowEffects, 'sendPhoneCode' | 'identifyBy' | 'doorsHere' | 'showCode' | 'watchShowing'>;

const LOOK_EVERY_MS = 1_000;

/** Ways beside the card to say who one is. Nothing of them is journaled: whoever does not get in starts over. */
export function identifyingEffects({ server, log, stopping }: PaymentWorld): Identifying {
  return {
    sendPhoneCode: async ({ phone }) => {
      const codeId = newId();
      const sent = await server.sendPhoneCode(codeId, phone);
      return sent.ok ? ok({ codeId, resendAfterS: sent.value.resendAfterS }) : sent;
    },
    identifyBy: (claim) => server.identify(claim),
    doorsHere: () => server.doors(),
    showCode: async () => {
      const showingId = newId();
      const shown = await server.show(showingId);
      return shown.ok ? ok({ ...shown.value, showingId }) : shown;
    },
    watchShowing: async ({ showingId }, signal) => {
      const gone = AbortSignal.any([signal, stopping]);
      while (!gone.aborted) {
        const looked = await server.showing(showingId, gone);
        if (gone.aborted) break;
        if (looked.ok && looked.value.state === 'identified') return ok(looked.value.identification);
        if (looked.ok && looked.value.state === 'ended') return failed('LT-1017');
        if (!looked.ok && !isUncertain(looked.error)) return looked;
        await pause(LOOK_EVERY_MS, gone);
      }
      const ended = await server.endShowing(showingId);
      if (!ended.ok) log.info({ failure: ended.error }, 'code for the phone not ended; it runs out');
      return failed('LT-1017');
    },
  };
}
