import { useEffect, useRef, type ReactNode } from 'react';
import './layout.css';

interface LayoutProps {
  /** The one sentence of the screen. */
  readonly said: ReactNode;
  readonly tone?: 'plain' | 'done' | 'stop';
  /** One line under the sentence. */
  readonly more?: ReactNode;
  /** Small, beside the sentence, where the middle is full of keys; there is no room for it lying down. */
  readonly picture?: ReactNode;
  /** A picture or fact that belongs to the sentence: under it in portrait, beside the content in landscape. */
  readonly aside?: ReactNode;
  /** Content in the middle. */
  readonly children?: ReactNode;
  /** All keys, in the reachable zone. */
  readonly controls?: ReactNode;
}

/** Upper third said, middle content, lower part keys; in landscape content left, sentence and keys right. */
export function Layout({ said, tone = 'plain', more, picture, aside, children, controls }: LayoutProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="layout">
      <header className="said" data-tone={tone}>
        <h1 ref={heading} tabIndex={-1}>
          {said}
        </h1>
        {more && <div className="said-more">{more}</div>}
        {picture && <div className="said-picture">{picture}</div>}
      </header>
      {aside && <div className="aside">{aside}</div>}
      <div className="content">{children}</div>
      {controls !== undefined && <div className="controls">{controls}</div>}
    </main>
  );
}
