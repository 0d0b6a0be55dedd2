/**
 * Options of the runtime that the bridge is started with. What it hears lives for a moment: a young generation of 1 MB is
 * enough, and the process holds 20 MB less than with the runtime's own 16 MB. They count only at the start, so whoever
 * starts the bridge passes them.
 */
export const BRIDGE_RUNTIME_FLAGS = ['--max-semi-space-size=1'] as const;
