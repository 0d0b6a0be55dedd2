import { BarrierGateSandboxConfigSchema, startBarrierGate } from './barrier-gate.ts';
import { runGateway } from './gateway-process.ts';

await runGateway('sandbox-gate', BarrierGateSandboxConfigSchema, startBarrierGate);
