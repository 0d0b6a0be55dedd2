export interface QuestionTables {
  /** What a community's kiosks answer; without a row they answer what the product does. */
  question_list: {
    community_id: string;
    /** `Question[]` */
    questions: string;
    changed_by: string;
    /** Milliseconds since the epoch. */
    changed_at: number;
  };
}
