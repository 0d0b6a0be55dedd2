import { startAlipayGateway } from './alipay-gateway.ts';
import { GatewayConfigSchema } from './gateway-host.ts';
import { runGateway } from './gateway-process.ts';

await runGateway('sandbox-alipay', GatewayConfigSchema, startAlipayGateway);
