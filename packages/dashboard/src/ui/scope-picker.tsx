import { Button } from '@fluentui/react-components';
import { ChevronDownRegular, OrganizationRegular } from '@fluentui/react-icons';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type ScopeNode, scopeTitles, scopeTreeOf } from '../model/scope-tree.ts';
import type { ScreenSelection } from '../model/screens.ts';
import { texts } from '../texts.ts';
import { useScopes } from './queries.tsx';
import { ScopeTree } from './scope-tree.tsx';

const noNodes: readonly ScopeNode[] = [];

interface ScopePickerProps {
  readonly selection: ScreenSelection;
  readonly onChange: (scope: readonly string[]) => void;
}

/** What is scored: management groups and subscriptions, several at once; what is chosen stands in the address. */
export function ScopePicker({ selection, onChange }: ScopePickerProps) {
  const [isOpen, setOpen] = useState(false);
  const picker = useRef<HTMLDivElement>(null);
  const scopes = useScopes(selection.model).data;
  const nodes = useMemo(() => (scopes === undefined ? noNodes : scopeTreeOf(scopes.groups, scopes.subscriptions)), [scopes]);
  const titles = scopeTitles(nodes, selection.scope);
  const title = titles.length === 0 ? texts.scope.everything : titles.length <= 2 ? titles.join(', ') : texts.scope.several(titles.length);

  useEffect(() => {
    if (!isOpen) return undefined;
    picker.current?.querySelector('input')?.focus();
    const leave = ({ target }: Event) => {
      if (target instanceof Node && picker.current?.contains(target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    picker.current?.querySelector('button')?.focus();
  };
  return (
    <div className="scope-picker" ref={picker} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <Button
        className="scope-button"
        icon={<OrganizationRegular />}
        title={titles.join(', ')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span className="scope-label">{texts.scope.button}</span>
        <span className="scope-title" dir="auto">
          {title}
        </span>
        <ChevronDownRegular aria-hidden="true" />
      </Button>
      {isOpen ? (
        <dialog open className="scope-surface" aria-label={texts.scope.title}>
          <ScopeTree nodes={nodes} selected={selection.scope} onChange={onChange} onDone={close} />
        </dialog>
      ) : null}
    </div>
  );
}
