import { useId, type ReactElement } from 'react';

/** The company's seal for receipts 收费专用章: its name along the upper rim, a star in the middle. */
export function CompanySeal({ company }: { company: string }): ReactElement {
  const rim = useId();
  return (
    <svg className="company-seal" viewBox="0 0 120 120" role="img" aria-label={`${company} 收费专用章`}>
      <defs>
        <path id={rim} d="M 17 78 A 46 46 0 1 1 103 78" />
      </defs>
      <circle cx="60" cy="60" r="57" fill="none" stroke="currentColor" strokeWidth="3" />
      <text fontSize="12.5" fill="currentColor">
        <textPath
          href={`#${rim}`}
          startOffset="50%"
          textAnchor="middle"
          textLength={company.length > 8 ? 168 : undefined}
        >
          {company}
        </textPath>
      </text>
      <path
        fill="currentColor"
        d="M60 41 L64.7 54.5 L79 54.8 L67.6 63.5 L71.8 77.2 L60 69 L48.2 77.2 L52.4 63.5 L41 54.8 L55.3 54.5 Z"
      />
      <text x="60" y="98" fontSize="12" textAnchor="middle" fill="currentColor">
        收费专用章
      </text>
    </svg>
  );
}
