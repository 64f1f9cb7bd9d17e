import type { ReactNode } from 'react';

interface FactProps {
  readonly title: string;
  /** Takes a row of its own. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** One of a list of facts: what it is, and what it is here. */
export function Fact({ title, isWide = false, children }: FactProps) {
  return (
    <div className={isWide ? 'fact fact-wide' : 'fact'}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
