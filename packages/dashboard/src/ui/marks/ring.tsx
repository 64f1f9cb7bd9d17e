import { ringDash } from '../../model/marks.ts';

/** A share of one (0..1) as a ring; its label says the same in words. */
export function Ring({ share, label, children }: { readonly share: number; readonly label: string; readonly children?: string }) {
  const { dash } = ringDash(share, 52);
  return (
    <svg className="ring" viewBox="0 0 128 128" role="img" aria-label={label}>
      <circle className="ring-track" cx="64" cy="64" r="52" />
      <circle className="ring-value" cx="64" cy="64" r="52" strokeDasharray={dash} transform="rotate(-90 64 64)" />
      <text className="ring-text" x="64" y="66" aria-hidden="true">
        {children}
      </text>
    </svg>
  );
}
