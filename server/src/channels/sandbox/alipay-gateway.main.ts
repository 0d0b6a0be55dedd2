import { startAlipayGateway } from './alipay-gateway.ts';
import { runGateway } from './gateway-process.ts';

await runGateway('sandbox-alipay', startAlipayGateway);
