import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import type { KioskPage } from '../support/kiosk-page.ts';
import { ownerTitle } from '../support/owner-words.ts';
import type { RunningStack } from '../support/running-stack.ts';

/** Where somebody lives whose number is on the books. */
export interface Resident {
  readonly phone: string;
  readonly building: string;
  readonly unit: string;
  readonly room: string;
}

/** Gives the owner of a room a number that nobody else has. */
export function giveNumber(world: RunningStack, roomId: string, phone: string): Resident {
  const [building = '', unit = '', room = ''] = onBooks(world, (books) => {
    books.prepare('update party set phone = null where phone = ?').run(phone);
    books
      .prepare(
        `update party set phone = ? where party_id in
           (select party_id from ownership where room_id = ? and relation = 'owner' and to_date is null)`,
      )
      .run(phone, roomId);
    return (books.prepare('select code from room where room_id = ?').pluck().get(roomId) as string).split('-');
  });
  return { phone, building, unit, room };
}

function onBooks<T>(world: RunningStack, act: (books: Database.Database) => T): T {
  const books = new Database(join(world.serverStateDir, 'books.sqlite'));
  books.pragma('busy_timeout = 10000');
  try {
    return act(books);
  } finally {
    books.close();
  }
}

async function codeFor(world: RunningStack, phone: string, after: number): Promise<string> {
  return world.waitFor('the message', async () => {
    const messages = (await (await fetch(`${world.stack.urls.sms}/control/messages`)).json()) as {
      phone: string;
      code: string;
    }[];
    const ofPhone = messages.filter((message) => message.phone === phone);
    return ofPhone.length > after ? ofPhone.at(-1)?.code : undefined;
  });
}

const another = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

async function type(kiosk: KioskPage, digits: string): Promise<void> {
  for (const digit of digits) await kiosk.page.getByRole('button', { name: digit, exact: true }).tap();
}

async function choose(kiosk: KioskPage, way: RegExp): Promise<void> {
  await kiosk.untilIdle();
  await kiosk.touch('点这里开始缴费');
  await kiosk.on('identify');
  await kiosk.touch(way);
}

/** A number nobody has, then a wrong code, then one that has run out, then the right one. */
export async function comeInByCode(kiosk: KioskPage, world: RunningStack, { phone }: Resident): Promise<void> {
  await choose(kiosk, /^手机号/);
  await kiosk.on('phone-number');
  await type(kiosk, '13900000000');
  await kiosk.touch('发验证码');
  await kiosk.on('phone-code');
  await type(kiosk, '123456');
  await kiosk.touch('确定');
  await kiosk.says(ownerTitle('LT-1010'));
  await kiosk.touch('返回');
  for (let digit = 0; digit < 11; digit += 1) await kiosk.touch('擦掉');
  await kiosk.page.keyboard.type(phone);
  await kiosk.says('发验证码');
  await kiosk.touch('发验证码');
  await kiosk.on('phone-code');
  await kiosk.says('199****');
  const code = await codeFor(world, phone, 0);
  await type(kiosk, another(code));
  await kiosk.touch('确定');
  await kiosk.says(ownerTitle('LT-1010'));
  onBooks(world, (books) => books.prepare('update phone_code set expires_at = 0, sent_at = sent_at - 60000').run());
  await type(kiosk, code);
  await kiosk.touch('确定');
  await kiosk.says(ownerTitle('LT-1011'));
  await kiosk.touch('返回');
  await kiosk.touch('发验证码');
  await kiosk.on('phone-code');
  await type(kiosk, await codeFor(world, phone, 1));
  await kiosk.touch('确定');
}

export async function comeInByRoom(kiosk: KioskPage, resident: Resident, lastFour: string): Promise<void> {
  const { building, unit, room } = resident;
  await choose(kiosk, /^房号/);
  await kiosk.on('door');
  const door = kiosk.page.getByRole('button', { name: `${building} 栋`, exact: true });
  for (let page = 0; page < 4 && (await door.count()) === 0; page += 1) await kiosk.touch('下一页');
  await door.tap();
  await kiosk.says('几单元');
  await kiosk.page.getByRole('button', { name: `${unit} 单元`, exact: true }).tap();
  await kiosk.on('room-number');
  await type(kiosk, room);
  await kiosk.touch('下一步');
  await kiosk.on('room-check');
  await type(kiosk, lastFour);
  await kiosk.touch('确定');
}

/** The phone scans, proves its number once, and afterwards opens the kiosk by one touch on the number it shows. */
export async function comeInByPhone(
  kiosk: KioskPage,
  world: RunningStack,
  browser: Browser,
  { phone }: Resident,
): Promise<() => Promise<void>> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const open = async (): Promise<void> => {
    await page.getByText('您正站在这台机器前吗？').waitFor();
    const shown = await kiosk.page.locator('.owner-phone-number').innerText();
    await page.getByRole('button', { name: shown, exact: true }).click();
  };
  const scan = async (): Promise<void> => {
    await choose(kiosk, /^手机扫码/);
    await kiosk.on('owner-phone');
    await page.goto(await kiosk.scanCode('登录二维码'));
  };

  await scan();
  await page.getByText('K001 号亭').waitFor();
  await page.getByLabel('您登记的手机号').fill(phone);
  onBooks(world, (books) => books.prepare('update phone_code set sent_at = sent_at - 60000').run());
  const before = (
    (await (await fetch(`${world.stack.urls.sms}/control/messages`)).json()) as { phone: string }[]
  ).filter((message) => message.phone === phone).length;
  await page.getByRole('button', { name: '发验证码' }).click();
  await page.getByLabel('短信里的 6 位数字').fill(await codeFor(world, phone, before));
  await page.getByRole('button', { name: '下一步' }).click();
  await open();
  await page.getByText('好了，请看机器屏幕').waitFor();
  const spent = page.url();
  return async () => {
    await page.goto(spent.replace(/\/open$/, ''));
    await page.getByText('这个码过时了').first().waitFor();
    await scan();
    await open();
    await page.getByText('好了，请看机器屏幕').waitFor();
    await context.close();
  };
}
