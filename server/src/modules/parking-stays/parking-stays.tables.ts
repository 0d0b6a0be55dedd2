import type { GateEvent } from '../../contract/barrier-gate-api.ts';

/** Moments in milliseconds since the epoch, amounts in fen. A plate is kept as keyed hashes and as it may be shown. */
export interface ParkingStayTables {
  /** Price of temporary parking in a community from a day on; the day of entry decides. */
  stay_tariff: {
    tariff_id: string;
    community_id: string;
    from_date: string;
    free_minutes: number;
    first_minutes: number;
    first_fen: number;
    block_minutes: number;
    block_fen: number;
    cap_fen: number;
    grace_minutes: number;
    /** In 0.01 %. */
    tax_rate: number;
    set_by: string;
    set_at: number;
  };
  /** One drive of a car through a community. */
  parking_stay: {
    stay_id: string;
    community_id: string;
    /** The gate's name for it. */
    passage_id: string;
    plate_hash: string;
    /** Of the digits alone: what a person types at the kiosk. */
    digits_hash: string;
    plate_masked: string;
    entry_lane: string | null;
    /** Absent: nobody saw it come in. */
    entered_at: number | null;
    exit_lane: string | null;
    exit_asked_at: number | null;
    left_at: number | null;
    /** The monthly space of this car, found as it came in. */
    lease_id: string | null;
    /** The household that had its car's stays taken from its prepayment, when it came in. */
    home_room_id: string | null;
    flag: StayFlag | null;
  };
  /** What was asked for a stay: each sum has a bill, on a place of its own in the books. */
  parking_stay_charge: {
    charge_id: string;
    stay_id: string;
    room_id: string;
    bill_id: string;
    priced_at: number;
    holds_until: number;
    /** When the gate was told that the car may leave, or need not be. */
    settled_at: number | null;
  };
  /** What was heard of a gate, each once, with what it was answered. */
  gate_event: {
    event_id: string;
    community_id: string;
    stay_id: string | null;
    kind: GateEvent['kind'];
    content_hash: string;
    happened_at: number;
    received_at: number;
    answer: string;
  };
  /** What a gate has to be told; sent until it says that it knows. */
  gate_command: {
    command_id: string;
    community_id: string;
    stay_id: string;
    passage_id: string;
    until_at: number;
    /** `paid`, or who opened it and why. */
    made_by: string;
    reason: string;
    made_at: number;
    told_at: number | null;
  };
  /** A car whose stays are taken from the prepayment of a home that agreed. */
  household_car: {
    car_id: string;
    room_id: string;
    community_id: string;
    plate_hash: string;
    plate_masked: string;
    registered_by: string;
    registered_at: number;
    ended_at: number | null;
  };
}

/** `left-unpaid`: it went although something was owed. `left-unseen`: it came again, so it must have left. */
export type StayFlag = 'entry-unseen' | 'left-unseen' | 'left-unpaid';
