import type { ReactElement, ReactNode } from 'react';

export function PageHeading({
  title,
  hint,
  children,
}: {
  title: ReactNode;
  hint?: ReactNode;
  children?: ReactNode;
}): ReactElement {
  return (
    <header className="page-heading">
      <div>
        <h1>{title}</h1>
        {hint && <p>{hint}</p>}
      </div>
      {children}
    </header>
  );
}
