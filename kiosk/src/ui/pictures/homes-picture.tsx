import { Art } from './art.tsx';

/** Two houses of the community; in one of them somebody is at home. */
export function Homes() {
  return (
    <Art>
      <path className="paper" d="M68 276 V44 H216 V276" />
      <path className="tint" d="M216 276 V116 H332 V276" />
      <path d="M28 276 H372" />
      <path className="fine" d="M100 84 H124 V112 H100 Z M160 84 H184 V112 H160 Z M160 144 H184 V172 H160 Z" />
      <path className="warm fine" d="M100 144 H124 V172 H100 Z" />
      <path className="fine" d="M248 152 H268 V176 H248 Z M286 152 H306 V176 H286 Z" />
      <path className="go" d="M122 276 V222 H162 V276 M258 276 V222 H294 V276" />
    </Art>
  );
}
