export interface PreferenceTables {
  /** What a person chose for themselves, a row a choice; the one chosen last stands. */
  party_preference: {
    party_id: string;
    name: string;
    value: string;
    chosen_at: number;
  };
}
