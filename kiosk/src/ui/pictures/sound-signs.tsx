import { Sign } from './signs.tsx';

export function SpeakerSign({ muted }: { readonly muted: boolean }) {
  const heard = 'M15.500 9 A4.500 4.500 0 0 1 15.500 15 M18.500 6 A8.500 8.500 0 0 1 18.500 18';
  return (
    <Sign>
      <path
        d={`M3.500 9.500 H7 L12 5 V19 L7 14.500 H3.500 Z ${muted ? 'M16 9.500 L21 14.500 M21 9.500 L16 14.500' : heard}`}
      />
    </Sign>
  );
}
