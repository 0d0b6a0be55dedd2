/** The chapter of the API document. */
export const TAG = 'portal: reconciliation';
