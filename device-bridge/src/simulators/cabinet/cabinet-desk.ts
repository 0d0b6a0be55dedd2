import { openTcpSocket, type TcpSocket } from '../tcp-socket.ts';
import { CabinetBoardTwin, type BoardState } from './board-twin.ts';
import type { CabinetFault } from './line-faults.ts';
import { UpsTwin, type UpsState } from './ups-twin.ts';

export const CABINET_ROLES = ['cabinet', 'ups'] as const;
export type CabinetRole = (typeof CABINET_ROLES)[number];

export interface CabinetDeskState {
  readonly cabinet: BoardState & { readonly plugged: boolean };
  readonly ups: UpsState & { readonly plugged: boolean };
}

/** Hands at the cabinet itself: its door and contacts, and the mains behind its UPS. */
export class CabinetDesk {
  readonly board = new CabinetBoardTwin();
  readonly ups = new UpsTwin();
  readonly #sockets: Readonly<Record<CabinetRole, TcpSocket>>;

  private constructor(sockets: Readonly<Record<CabinetRole, TcpSocket>>) {
    this.#sockets = sockets;
  }

  static async open(ports: Readonly<Record<CabinetRole, number>>): Promise<CabinetDesk> {
    let desk: CabinetDesk | undefined;
    const cabinet = await openTcpSocket(ports.cabinet, (line) => desk?.board.attach(line));
    const ups = await openTcpSocket(ports.ups, (line) => desk?.ups.attach(line));
    desk = new CabinetDesk({ cabinet, ups });
    return desk;
  }

  port(role: CabinetRole): number {
    return this.#sockets[role].port();
  }

  unplug(role: CabinetRole): Promise<void> {
    return this.#sockets[role].unplug();
  }

  replug(role: CabinetRole): Promise<void> {
    return this.#sockets[role].replug();
  }

  setFault(role: CabinetRole, fault: CabinetFault, times?: number): void {
    this.#twin(role).setFault(fault, times);
  }

  clearFaults(role: CabinetRole): void {
    this.#twin(role).clearFaults();
  }

  state(): CabinetDeskState {
    return {
      cabinet: { ...this.board.state(), plugged: this.#sockets.cabinet.plugged() },
      ups: { ...this.ups.state(), plugged: this.#sockets.ups.plugged() },
    };
  }

  onChange(listener: () => void): void {
    this.board.onChange(listener);
    this.ups.onChange(listener);
  }

  async close(): Promise<void> {
    this.board.close();
    this.ups.close();
    await Promise.all([this.#sockets.cabinet.close(), this.#sockets.ups.close()]);
  }

  #twin(role: CabinetRole): CabinetBoardTwin | UpsTwin {
    return role === 'cabinet' ? this.board : this.ups;
  }
}
