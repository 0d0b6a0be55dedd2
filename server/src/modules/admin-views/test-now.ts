/** 2026-09-22 10:00 in Shanghai. */
export const NOW = Date.parse('2026-09-22T10:00:00+08:00');
