export interface MonthDocumentTables {
  /** A month's report as it was prepared and signed; a reopened one stays, and the next is another version. */
  month_report: {
    report_id: string;
    community_id: string;
    /** `YYYY-MM` */
    month: string;
    version: number;
    /** `MonthFigures` as JSON, as it was hashed. */
    figures: string;
    /** SHA-256 of `figures` in hex. */
    hash: string;
    state: 'PREPARED' | 'SIGNED' | 'REOPENED';
    prepared_by: string;
    prepared_at: number;
    signed_by: string | null;
    signed_at: number | null;
    /** Who proposed to reopen it; the change names who confirmed. */
    reopened_by: string | null;
    reopened_at: number | null;
    reopen_reason: string | null;
  };
}
