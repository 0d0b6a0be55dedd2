import { parentPort, workerData } from 'node:worker_threads';
import type { VirtualCard } from '../../../simulators/virtual-card/card.ts';
import { presentToVpcd } from '../../../simulators/virtual-card/vpicc.ts';
import type { VpcdAddress } from './card-in-thread.ts';

const { card, address } = workerData as { readonly card: VirtualCard; readonly address: VpcdAddress };
const present = await presentToVpcd(card, address);
// A card has nothing to do where its reader is gone.
present.onLost(() => parentPort?.close());
parentPort?.once('message', () => void present.remove());
parentPort?.postMessage('laid', []);
