import { lazy, Suspense, type ReactNode } from 'react';

/** A kiosk with a scanner never loads what reads codes from pictures. */
const CameraEye = lazy(async () => ({ default: (await import('./camera-eye.tsx')).CameraEye }));

export function Camera({ until }: { readonly until: ReactNode }) {
  return (
    <Suspense fallback={until}>
      <CameraEye />
    </Suspense>
  );
}
