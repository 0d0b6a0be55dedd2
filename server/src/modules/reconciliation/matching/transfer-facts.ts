import { accountKey, isMasked, normaliseName, normaliseText, soundFamilyNameLast, soundOf } from './normalise.ts';
import { type OwnReferences, referencesIn } from './references.ts';
import { digitRunsIn, roomsIn, type RoomReference } from './room-codes.ts';

/** A bank line that came in and is to be matched. */
export interface TransferToMatch {
  readonly lineId: string;
  /** Business date. */
  readonly date: string;
  /** Above zero. */
  readonly amountFen: number;
  readonly counterpartyName: string;
  readonly counterpartyAccount: string;
  readonly remark: string;
  /** Room of an order or bill of ours whose number stands in the remark. */
  readonly referencedRoomId?: string | undefined;
}

/** What can be read out of a transfer, once for all candidates. */
export interface TransferFacts {
  readonly line: TransferToMatch;
  readonly text: string;
  readonly rooms: readonly RoomReference[];
  readonly digitRuns: readonly string[];
  readonly references: OwnReferences;
  readonly name: string;
  readonly masked: boolean;
  readonly sounds: readonly string[];
  readonly account: string | undefined;
  /** Runs of two to four Chinese characters in the remark that may be a name. */
  readonly namesInRemark: ReadonlySet<string>;
}

export function factsOf(line: TransferToMatch): TransferFacts {
  const text = normaliseText(line.remark);
  const name = normaliseName(line.counterpartyName);
  const familyNameLast = soundFamilyNameLast(name);
  const masked = isMasked(name);
  return {
    line,
    text,
    rooms: roomsIn(text),
    digitRuns: digitRunsIn(text),
    references: referencesIn(text),
    name,
    masked,
    sounds: name === '' || masked ? [] : [soundOf(name), ...(familyNameLast === undefined ? [] : [familyNameLast])],
    account: accountKey(line.counterpartyAccount, line.counterpartyName),
    namesInRemark: possibleNames(text),
  };
}

/** Words that stand around names and are none. */
const NOISE =
  /转账|汇款|缴费|缴纳|代缴|代交|代付|物业管理费|物业费|管理费|停车费|车位费|水电费|水费|电费|燃气费|房租|月份|季度|年度|业主|单元|号楼|房号|小区|支付|微信|支付宝|手机银行|网银|谢谢/g;

function possibleNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const [run] of text.replaceAll(NOISE, ' ').matchAll(/\p{Script=Han}{2,10}/gu)) {
    const letters = Array.from(run);
    for (let from = 0; from < letters.length - 1; from += 1) {
      for (let length = 2; length <= 4 && from + length <= letters.length; length += 1) {
        names.add(letters.slice(from, from + length).join(''));
      }
    }
  }
  return names;
}
