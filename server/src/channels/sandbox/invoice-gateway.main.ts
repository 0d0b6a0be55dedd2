import { runGateway } from './gateway-process.ts';
import { InvoiceGatewayConfigSchema, startInvoiceGateway } from './invoice-gateway.ts';

await runGateway('sandbox-invoices', InvoiceGatewayConfigSchema, startInvoiceGateway);
