import type { ReactNode } from 'react';
import './ring.css';

interface RingProps {
  readonly secondsLeft: number;
  readonly ofSeconds: number;
  readonly children: ReactNode;
}

/** A round ring that shrinks as time runs out. */
export function Ring({ secondsLeft, ofSeconds, children }: RingProps) {
  return (
    <div className="ring">
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle className="ring-track" cx="60" cy="60" r="52" />
        <circle
          className="ring-rest"
          cx="60"
          cy="60"
          r="52"
          pathLength={100}
          strokeDasharray={`${share(secondsLeft, ofSeconds)} 100`}
          transform="rotate(-90 60 60)"
        />
      </svg>
      <div className="ring-inside">{children}</div>
    </div>
  );
}

/** The same ring drawn around a square panel. */
export function PanelRing({ secondsLeft, ofSeconds }: Omit<RingProps, 'children'>) {
  const path =
    'M100 3 H185 A12 12 0 0 1 197 15 V185 A12 12 0 0 1 185 197 H15 A12 12 0 0 1 3 185 V15 A12 12 0 0 1 15 3 Z';
  return (
    <svg className="panel-ring" viewBox="0 0 200 200" aria-hidden="true">
      <path className="ring-track" d={path} />
      <path className="ring-rest" d={path} pathLength={100} strokeDasharray={`${share(secondsLeft, ofSeconds)} 100`} />
    </svg>
  );
}

function share(secondsLeft: number, ofSeconds: number): number {
  return ofSeconds > 0 ? Math.max(0, Math.min(100, (secondsLeft / ofSeconds) * 100)) : 0;
}
