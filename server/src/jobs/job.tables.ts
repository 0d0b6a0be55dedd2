export interface JobTables {
  /** Which process runs a job now, or ran it last. Times in milliseconds since the epoch. */
  job_lease: {
    job_name: string;
    holder: string;
    held_until: number;
    started_at: number;
    finished_at: number | null;
    /** Of the last run; null when it went well. */
    failure: string | null;
  };
}
