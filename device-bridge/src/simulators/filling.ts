/** Coins of each kind in hoppers that were just filled. */
export const FILLING = 60;
