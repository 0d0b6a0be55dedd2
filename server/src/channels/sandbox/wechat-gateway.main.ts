import { GatewayConfigSchema } from './gateway-host.ts';
import { runGateway } from './gateway-process.ts';
import { startWechatGateway } from './wechat-gateway.ts';

await runGateway('sandbox-wechat-pay', GatewayConfigSchema, startWechatGateway);
