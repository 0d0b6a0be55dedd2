import type { ReactNode } from 'react';

/** A word and the keys of one choice. */
export function SettingsRow({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="settings-row" role="group" aria-label={name}>
      <h2>{name}</h2>
      <div className="settings-keys">{children}</div>
    </div>
  );
}
