import type { Severity, Status } from '../../model/answers.ts';
import { texts } from '../../texts.ts';

/** A severity as colour, shape and word: no one of the three is needed to tell it. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return (
    <span className={`mark mark-${severity}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {severity === 'high' ? (
          <path d="M8 .8 15.2 8 8 15.2.8 8Z" />
        ) : severity === 'medium' ? (
          <path d="M8 1.6 15.4 14.4H.6Z" />
        ) : (
          <circle cx="8" cy="8" r="5.6" />
        )}
      </svg>
      {texts.severity[severity]}
    </span>
  );
}

const statusPaths: Readonly<Record<Status, string>> = {
  Healthy: 'M3 8.5 6.5 12 13 4.5',
  Unhealthy: 'M4 4 12 12M12 4 4 12',
  NotApplicable: 'M3.5 8H12.5',
  NotAssessed: 'M8 3.5V9M8 12V12.6',
};

/** A status as colour, shape and word. */
export function StatusMark({ status }: { readonly status: Status }) {
  return (
    <span className={`mark mark-${status}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path className="mark-stroke" d={statusPaths[status]} />
      </svg>
      {texts.status[status]}
    </span>
  );
}
