export interface MaintenanceTables {
  kiosk_maintenance_code: {
    kiosk_id: string;
    /** SHA-256 over kiosk and code, hex: the code itself is shown once and never stored. */
    code_hash: string;
    issued_by: string;
    /** Milliseconds since the epoch. */
    expires_at: number;
    wrong_tries: number;
  };
}
