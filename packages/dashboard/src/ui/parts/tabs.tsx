import { type KeyboardEvent, useEffect, useRef } from 'react';
import { reveal } from './reveal.tsx';

interface TabsProps<C extends string> {
  readonly label: string;
  readonly value: C;
  readonly tabs: readonly { readonly value: C; readonly title: string; readonly count?: number | undefined }[];
  readonly onChange: (value: C) => void;
  /** Id of the panel that they switch. */
  readonly panel: string;
}

/** Tabs that are walked with the arrow keys; the one chosen stands in the address. */
export function Tabs<C extends string>({ label, value, tabs, onChange, panel }: TabsProps<C>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    reveal(list.current, `[data-tab="${value}"]`);
  }, [value]);
  const move = (event: KeyboardEvent) => {
    const isRight = document.dir !== 'rtl';
    const at = tabs.findIndex((tab) => tab.value === value);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: isRight ? at + 1 : at - 1,
      ArrowLeft: isRight ? at - 1 : at + 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = steps[event.key];
    const tab = next === undefined ? undefined : tabs[(next + tabs.length) % tabs.length];
    if (tab === undefined) return;
    event.preventDefault();
    onChange(tab.value);
    list.current?.querySelector<HTMLElement>(`[data-tab="${tab.value}"]`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          className="tab"
          data-tab={tab.value}
          aria-selected={tab.value === value}
          aria-controls={panel}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.title}
          {tab.count === undefined ? null : <span className="tab-count">{tab.count.toLocaleString('en')}</span>}
        </button>
      ))}
    </div>
  );
}
