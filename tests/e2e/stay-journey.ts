import type { KioskPage } from '../support/kiosk-page.ts';
import type { RunningStack } from '../support/running-stack.ts';

interface Car {
  readonly passageId: string;
  readonly place: 'inside' | 'waits' | 'gone';
  readonly said: string;
  readonly owedFen?: number;
}

async function atGate(world: RunningStack, path: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const sent = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {};
  return (await fetch(`${world.stack.urls.gate}/control/${path}`, sent)).json();
}

/**
 * A car drove in 3 hours 20 ago and stands at the closed exit; its driver types three digits, pays in cash, and the gate
 * opens. @returns the receipt
 */
export async function payForCar(kiosk: KioskPage, world: RunningStack): Promise<string> {
  const { passageId } = (await atGate(world, 'cars', { plate: '浙A·1B2C3', minutesAgo: 200 })) as Car;
  const refused = (await atGate(world, 'leavings', { passageId })) as Car;
  if (refused.place !== 'waits' || refused.owedFen !== 1_100)
    throw new Error(`the gate says ${JSON.stringify(refused)}`);
  await kiosk.untilIdle();
  await kiosk.touch('缴停车费');
  await kiosk.on('stay-plate');
  for (const digit of '123') await kiosk.touch(digit);
  await kiosk.touch('找我的车');
  await kiosk.on('stay-sum');
  await kiosk.says('浙A·**2C3 要缴停车费');
  await kiosk.says(/停了 3\s小时\s20\s分/);
  await kiosk.touch('去付款');
  await kiosk.on('method');
  await kiosk.touch(/^现金/);
  await kiosk.wantsNotesFor(1_100);
  await world.insertNote(10_00);
  await kiosk.isLeft(100);
  await world.insertNote(1_00);
  await kiosk.on('success');
  await kiosk.says('请在 15 分钟内开出去');
  const receipt = (await world.paperWith('临时停车费')).join('\n');
  await kiosk.touch('完成');
  await world.waitFor('the gate to let the car out', async () => {
    const cars = (await atGate(world, 'cars')) as Car[];
    return cars.find((car) => car.passageId === passageId)?.place === 'gone';
  });
  await kiosk.untilIdle();
  return receipt;
}
