/** Staff accounts and their log-ins. Times are milliseconds since the epoch, booleans 0 or 1. */
export interface StaffTables {
  staff: {
    staff_id: string;
    /** Lower case. */
    user_name: string;
    name: string;
    /** `Role[]` */
    roles_json: string;
    /** argon2id PHC string. */
    password_hash: string;
    disabled: number;
    created_at: number;
  };
  /** Which communities a staff member may see; no row, no sight. */
  staff_community: { staff_id: string; community_id: string };
  staff_session: {
    /** SHA-256 of the cookie, hex: who reads the books cannot log in with them. */
    token_hash: string;
    staff_id: string;
    started_at: number;
    last_used_at: number;
    expires_at: number;
  };
  login_throttle: {
    /** `user:<SHA-256 of the name, for people type passwords there>` or `address:<ip>` */
    subject: string;
    failures: number;
    last_failed_at: number;
  };
}
