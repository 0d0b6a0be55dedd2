import { Component, type ReactNode } from 'react';
import { hashAfterReload, reloadDelay, reloadsSoFar } from './reload-plan.ts';
import { Waiting } from './waiting.tsx';

/** A screen shown this long counts as healthy again, in milliseconds. */
const HEALTHY_AFTER_MS = 120_000;

/** A screen that cannot be drawn loses nothing: the page reloads by itself and receives the same screen again. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override componentDidMount(): void {
    window.setTimeout(() => {
      if (!this.state.broken) window.history.replaceState(null, '', window.location.pathname);
    }, HEALTHY_AFTER_MS);
  }

  override componentDidCatch(): void {
    const { hash } = window.location;
    window.setTimeout(
      () => {
        window.history.replaceState(null, '', hashAfterReload(hash));
        window.location.reload();
      },
      reloadDelay(reloadsSoFar(hash)),
    );
  }

  override render(): ReactNode {
    return this.state.broken ? <Waiting /> : this.props.children;
  }
}
