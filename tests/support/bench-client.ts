import type { BenchFault, BenchRole, BenchState } from '@louting/device-bridge/simulators/bench/devices';
import type { PrintedJob } from '@louting/device-bridge/simulators/printer/twin';

type ListedJob = Pick<PrintedJob, 'number' | 'at' | 'lines' | 'qrContents' | 'cut'>;

/** A person's hands at the simulated devices of another process. */
export class BenchClient {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  tap(uid: string, forMs?: number): Promise<unknown> {
    return this.act('tap-card', { uid, ...(forMs === undefined ? {} : { forMs }) });
  }

  removeCard(): Promise<unknown> {
    return this.act('remove-card');
  }

  async insertNote(fen: number, counterfeit = false): Promise<'taken' | 'left-in-hand'> {
    return (await this.act('insert-note', { fen, counterfeit })) as 'taken' | 'left-in-hand';
  }

  showPayerCode(code: string): Promise<unknown> {
    return this.act('show-payer-code', { code });
  }

  unplug(role: BenchRole): Promise<unknown> {
    return this.act('unplug', { role });
  }

  replug(role: BenchRole): Promise<unknown> {
    return this.act('replug', { role });
  }

  setFault(fault: BenchFault): Promise<unknown> {
    return this.act('set-fault', fault);
  }

  clearFaults(role: BenchRole): Promise<unknown> {
    return this.act('clear-faults', { role });
  }

  /** Any action of the bench by its name, e.g. `open-printer-cover`. */
  async act(name: string, body: object = {}): Promise<unknown> {
    const response = await fetch(`${this.url}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { result?: unknown };
    if (!response.ok) throw new Error(`bench ${name}: ${response.status} ${JSON.stringify(answer)}`);
    return answer.result;
  }

  state(): Promise<BenchState> {
    return this.read('/api/state');
  }

  jobs(): Promise<readonly ListedJob[]> {
    return this.read('/api/jobs');
  }

  async receiptPicture(): Promise<string> {
    return (await fetch(`${this.url}/api/receipt.svg`)).text();
  }

  private async read<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.url}${path}`)).json()) as T;
  }
}
