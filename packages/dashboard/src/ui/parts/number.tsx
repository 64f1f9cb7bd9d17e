import { exact, rounded, signed } from '../../model/number.ts';

/** Points as people read them; all that is known stands beside the pointer. Lights up for a moment when it changes in place. */
export function Points({ value }: { readonly value: number }) {
  return (
    <span key={value} className="number" title={exact(value)}>
      {rounded(value)}
    </span>
  );
}

/** What would be gained. */
export function Gain({ value }: { readonly value: number }) {
  return (
    <span key={value} className={value > 0 ? 'number gain' : 'number'} title={exact(value)}>
      {signed(value)}
    </span>
  );
}
