/** Who did what; immutable. */
export interface AuditTables {
  audit_event: {
    audit_id: string;
    at: number;
    /** `staff:<id>`, `kiosk:<id>` or `system` */
    actor: string;
    action: string;
    /** `<table>:<id>` */
    subject: string;
    detail_json: string;
  };
}
