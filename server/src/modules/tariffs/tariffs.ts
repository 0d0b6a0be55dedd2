export type Formula = 'area' | 'fixed' | 'metered';
export type RoundingUnit = 'fen' | 'jiao' | 'yuan';
export type RoundingMode = 'half-up' | 'ceil' | 'floor';
