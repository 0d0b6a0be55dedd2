import './notice.css';

/** Something came up that does not stop the owner: what it is, and what to do. */
export function Notice({ title, more }: { readonly title: string; readonly more?: string }) {
  return (
    <div className="notice" role="alert">
      <strong>{title}</strong>
      {more !== undefined && <p>{more}</p>}
    </div>
  );
}
