import { Art } from './art.tsx';

/** The invoice: a sheet with its seal. */
export function InvoiceSheet() {
  return (
    <Art>
      <rect className="paper" x="62" y="40" width="276" height="220" rx="14" />
      <path className="fine" d="M150 76 H250 M96 116 H304 M96 148 H304 M96 180 H216" />
      <path className="fine" d="M96 212 H180" />
      <ellipse className="stop" cx="262" cy="206" rx="52" ry="32" fill="none" />
      <ellipse className="stop fine" cx="262" cy="206" rx="34" ry="17" fill="none" />
    </Art>
  );
}
