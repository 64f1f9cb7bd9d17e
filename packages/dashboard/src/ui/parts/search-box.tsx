import { SearchRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';

/** A field to search by; what is typed goes on when the reader pauses, and follows the address when that changes. */
export function SearchBox({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return undefined;
    const timer = window.setTimeout(() => onChange(text), 200);
    return () => window.clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span className="search-box">
      <SearchRegular aria-hidden="true" />
      <input
        type="search"
        className="field"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </span>
  );
}
