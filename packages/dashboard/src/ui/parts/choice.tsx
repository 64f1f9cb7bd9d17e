import { useId } from 'react';

interface ChoiceProps<C extends string> {
  readonly label: string;
  readonly value: C;
  readonly options: readonly { readonly value: C; readonly title: string }[];
  readonly onChange: (value: C) => void;
}

/** One of several, from a list that the system draws: known to every keyboard, finger and screen reader. */
export function Choice<C extends string>({ label, value, options, onChange }: ChoiceProps<C>) {
  const id = useId();
  return (
    <span className="choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="field"
        value={value}
        onChange={(event) => {
          const found = options.find((option) => option.value === event.target.value);
          if (found !== undefined) onChange(found.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Several of several, as buttons that stay pressed. */
export function Toggles<C extends string>({
  label,
  values,
  options,
  onChange,
}: {
  readonly label: string;
  readonly values: readonly C[];
  readonly options: readonly { readonly value: C; readonly title: string }[];
  readonly onChange: (values: readonly C[]) => void;
}) {
  return (
    <fieldset className="toggles">
      <legend>{label}</legend>
      {options.map(({ value, title }) => (
        <button
          key={value}
          type="button"
          className="toggle"
          aria-pressed={values.includes(value)}
          onClick={() => onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value])}
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
}
