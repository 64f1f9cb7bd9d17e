import type { ReactNode } from 'react';
import { texts } from '../../texts.ts';

/** Shapes where numbers will stand, so that nothing jumps when they come. */
export function Loading() {
  return (
    <div className="loading" role="status" aria-label={texts.states.loading}>
      <div className="bone bone-title" />
      <div className="bone-row">
        <div className="bone bone-card" />
        <div className="bone bone-card" />
        <div className="bone bone-card" />
      </div>
      <div className="bone bone-table" />
    </div>
  );
}

/** Something that is empty, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
