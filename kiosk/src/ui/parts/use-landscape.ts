import { useSyncExternalStore } from 'react';

const landscape = window.matchMedia('(orientation: landscape)');

function subscribe(changed: () => void): () => void {
  landscape.addEventListener('change', changed);
  return () => landscape.removeEventListener('change', changed);
}

/** Whether the panel hangs sideways. */
export function useLandscape(): boolean {
  return useSyncExternalStore(subscribe, () => landscape.matches);
}
