/** The "phone" of a sandbox gateway, over its control API. */
export class GatewayClient {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async orders(): Promise<readonly GatewayOrder[]> {
    return (await this.call('GET', '/control/orders')) as readonly GatewayOrder[];
  }

  /** The payer's phone scans the QR code on the kiosk's screen and confirms. */
  async scanAndPay(qrContent: string): Promise<void> {
    const order = (await this.call('POST', '/control/scans', { content: qrContent })) as GatewayOrder;
    await this.call('POST', `/control/orders/${order.outTradeNo}/pay`);
  }

  /** The payer's phone looks at a QR code. @returns the order's number at the channel */
  async scan(qrContent: string): Promise<string> {
    return ((await this.call('POST', '/control/scans', { content: qrContent })) as GatewayOrder).outTradeNo;
  }

  async misbehaveNotifications(behaviour: unknown, times = 1): Promise<void> {
    await this.call('POST', '/control/notification-misbehaviours', { behaviour, times });
  }

  /** Sends one notification about an order now. @returns the HTTP status that the server answers */
  async notify(outTradeNo: string, behaviour?: unknown): Promise<number> {
    const body = behaviour === undefined ? {} : { behaviour };
    return ((await this.call('POST', `/control/orders/${outTradeNo}/notification`, body)) as { status: number }).status;
  }

  async issuePayerCode(wish: { requirePin?: boolean; balanceFen?: number } = {}): Promise<string> {
    const { code } = (await this.call('POST', '/control/payer-codes', wish)) as { code: string };
    return code;
  }

  async pay(outTradeNo: string): Promise<void> {
    await this.call('POST', `/control/orders/${outTradeNo}/pay`);
  }

  async misbehave(route: string, behaviour: unknown, times = 1): Promise<void> {
    await this.call('POST', '/control/misbehaviours', { route, behaviour, times });
  }

  async behave(): Promise<void> {
    await this.call('DELETE', '/control/misbehaviours');
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }
}

export interface GatewayOrder {
  readonly outTradeNo: string;
  readonly state: string;
  readonly amountFen: number;
}
