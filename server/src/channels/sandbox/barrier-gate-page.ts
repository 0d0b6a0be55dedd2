import { businessTime } from '@louting/common/clock';
import { fen, formatYuan } from '@louting/common/money';
import { escapeHtml, publicPage } from '../../app/public-page.ts';
import type { SandboxCar } from './barrier-gate.ts';

const PLACES = { inside: '在场', waits: '在出口等候', gone: '已离场' } as const;
const ANSWERS: Readonly<Record<string, string>> = {
  pay: '请先缴费',
  'ask-staff': '请找工作人员',
  paid: '已缴费，可以离场',
  open: '已抬杆',
};

/** A gate to play with: cars drive in, and out again when they may. */
export function barrierGatePage(cars: readonly SandboxCar[], now: number): string {
  const rows = cars.toReversed().map((car) => {
    const owed = car.owedFen === undefined || car.place === 'gone' ? '' : `，${formatYuan(fen(car.owedFen))} 元`;
    const said = ANSWERS[car.said] === undefined ? '' : `<br>${ANSWERS[car.said]}${owed}`;
    const minutes = Math.floor((now - car.enteredAt) / 60_000);
    const out =
      car.place === 'gone'
        ? ''
        : `<form method="post" action="/control/leavings"><input type="hidden" name="passageId" value="${car.passageId}"><button class="second">开到出口</button></form>`;
    return `<tr><td>${escapeHtml(car.plate)}<br>${businessTime(car.enteredAt)} 入场，${minutes} 分钟<br>${PLACES[car.place]}${said}</td><td>${out}</td></tr>`;
  });
  return publicPage(
    '沙箱：道闸',
    `<h1>道闸</h1>
     <form method="post" action="/control/cars">
       <label for="plate">车牌</label><input type="text" id="plate" name="plate" value="浙A·1B2C3" maxlength="16">
       <label for="ago">几分钟前入场</label><input type="text" id="ago" name="minutesAgo" value="200" inputmode="numeric">
       <button>车开进来</button></form>
     ${rows.length === 0 ? '<p>没有车。</p>' : `<table>${rows.join('')}</table>`}`,
  );
}
