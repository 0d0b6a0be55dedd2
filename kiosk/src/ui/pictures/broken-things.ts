import type { Stroke } from './art.tsx';

/** Things an owner holds, or sees on the cabinet; each leaves the lower right corner to a mark. */
export const THINGS = {
  phone: [
    ['paper', 'M144 14H252A24 24 0 0 1 276 38V262A24 24 0 0 1 252 286H144A24 24 0 0 1 120 262V38A24 24 0 0 1 144 14Z'],
    ['fine', 'M180 38H216M146 78H184V116H146ZM212 78H250V116H212ZM146 144H184V182H146ZM212 144H250V182M146 214H206'],
  ],
  bill: [
    ['paper', 'M96 24H252V262L226 244L200 262L174 244L148 262L122 244L96 262Z'],
    ['fine', 'M128 72H220M128 108H220M128 144H184'],
  ],
  bank: [
    ['paper', 'M72 62H288A16 16 0 0 1 304 78V202A16 16 0 0 1 288 218H72A16 16 0 0 1 56 202V78A16 16 0 0 1 72 62Z'],
    ['tint', 'M56 92H304V124H56Z'],
    ['fine', 'M84 150H130V186H84ZM160 186H226'],
  ],
  /** Where coins come out, with the last one. */
  change: [
    ['paper', 'M60 214 H340 V262 A18 18 0 0 1 322 280 H78 A18 18 0 0 1 60 262 Z'],
    ['bold', 'M96 214 H304'],
    ['warm', 'M204 34A42 42 0 0 1 204 118A42 42 0 0 1 204 34Z'],
    ['fine', 'M190 58 L204 76 L218 58 M204 76 V98 M192 80 H216 M192 88 H216'],
  ],
  /** Its paper should hang where the dots are. */
  printer: [
    ['paper', 'M76 34H304A16 16 0 0 1 320 50V122A16 16 0 0 1 304 138H76A16 16 0 0 1 60 122V50A16 16 0 0 1 76 34Z'],
    ['bold', 'M104 92H276'],
    ['fine dots', 'M124 100V270L146 254L168 270L190 254L212 270L234 254L256 270V100'],
  ],
} as const satisfies Record<string, readonly Stroke[]>;

/** What happened, drawn whole. */
export const EVENTS = {
  clock: [
    ['paper', 'M200 24A126 126 0 0 1 200 276A126 126 0 0 1 200 24Z'],
    ['fine', 'M200 44V58M200 242V256M94 150H108M292 150H306'],
    ['bold', 'M200 78V150L252 186'],
  ],
  /** Full of notes up to its lid. */
  box: [
    ['warm', 'M128 16H272V62H128Z'],
    ['paper', 'M72 62H328V284H72Z'],
    ['bold', 'M112 62H288'],
    ['warm', 'M112 100H288V256H112Z'],
    ['fine', 'M112 126H288M112 152H288M112 178H288M112 204H288M112 230H288'],
  ],
  /** A note that got stuck in the slot. */
  jam: [
    ['paper', 'M76 196H324A16 16 0 0 1 340 212V264A16 16 0 0 1 324 280H76A16 16 0 0 1 60 264V212A16 16 0 0 1 76 196Z'],
    ['go bold', 'M104 232H296'],
    ['warm', 'M128 226L140 168L112 138L150 108L132 58L188 82L222 36L242 88L290 96L264 146L282 178L272 226Z'],
    ['fine', 'M188 82L176 150L150 108M242 88L214 146H264M176 150H214L200 214'],
    ['stop bold', 'M330 60V124M330 158V159'],
  ],
  door: [
    ['tint', 'M96 24H246V276H96Z'],
    ['fine', 'M96 108H246M96 192H246M126 66H216M126 150H216M126 234H216'],
    ['paper', 'M246 24L342 52V292L246 276Z'],
    ['bold', 'M318 168V196'],
  ],
  /** The plug is out of its socket. */
  line: [
    ['', 'M12 232C60 232 40 150 88 150'],
    ['paper', 'M88 102H164V198H88Z'],
    ['tint', 'M276 76H380V224H276Z'],
    ['bold', 'M164 128H200M164 172H200M300 128H326M300 172H326'],
    ['stop', 'M238 84V104M238 140V160M238 196V216'],
  ],
} as const satisfies Record<string, readonly Stroke[]>;

/** What lies over a thing: it does not work, or not any more. */
export const MARKS = {
  cross: [
    ['paper stop', 'M304 152A62 62 0 0 1 304 276A62 62 0 0 1 304 152Z'],
    ['stop bold', 'M280 190L328 238M328 190L280 238'],
  ],
  question: [
    ['warm', 'M304 136A68 68 0 0 1 304 272A68 68 0 0 1 304 136Z'],
    ['bold', 'M280 188A24 24 0 1 1 312 210Q304 214 304 226M304 247V248'],
  ],
  late: [
    ['warm', 'M304 136A68 68 0 0 1 304 272A68 68 0 0 1 304 136Z'],
    ['bold', 'M304 166V206L330 224'],
  ],
} as const satisfies Record<string, readonly Stroke[]>;

const COIN: readonly Stroke[] = [
  ['warm fine', 'M60 4A28 28 0 0 1 60 60A28 28 0 0 1 60 4Z'],
  ['fine', 'M49 17L60 32L71 17M60 32V50M49 35H71M49 42H71'],
];

/** Where the money is, 120 by 120: in the purse, on its way back, in the account book, under the glass. */
export const MONEY = {
  'not-taken': [
    ['warm fine', 'M26 36V14H90V36'],
    ['paper', 'M10 36H106V108H10Z'],
    ['tint', 'M76 60H114V84H76Z'],
  ],
  returned: [...COIN, ['go bold', 'M104 66V92H14M34 74L14 92L34 110']],
  'kept-as-prepayment': [
    ['paper', 'M8 46H60V112H8ZM60 46H112V112H60Z'],
    ['fine', 'M74 72H98M74 90H98M22 72H46M22 90H46'],
    ...COIN,
  ],
  'being-verified': [['bold', 'M90 66L114 100'], ['paper', 'M60 -10A42 42 0 0 1 60 74A42 42 0 0 1 60 -10Z'], ...COIN],
} as const satisfies Record<string, readonly Stroke[]>;
