import type { ReactNode } from 'react';
import { texts } from '../../texts.ts';

/** Shapes where numbers will stand, so that nothing jumps when they come: cards above a table, a list, or a line over time. */
export function Loading({ shape = 'cards' }: { readonly shape?: 'cards' | 'list' | 'chart' }) {
  return (
    <div className="loading" role="status" aria-label={texts.states.loading}>
      {shape === 'cards' ? (
        <div className="bone-row">
          <div className="bone bone-card" />
          <div className="bone bone-card" />
          <div className="bone bone-card" />
        </div>
      ) : null}
      {shape === 'chart' ? <div className="bone bone-card" /> : null}
      {shape === 'list' ? lines.map((line) => <div key={line} className="bone bone-item" />) : <div className="bone bone-table" />}
    </div>
  );
}

const lines = [1, 2, 3, 4, 5, 6, 7, 8];

/** Something that is empty, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
