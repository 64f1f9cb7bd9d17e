import { Button, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components';
import { ChevronDownRegular, OrganizationRegular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { type ScopeNode, scopeTitles, scopeTreeOf } from '../model/scope-tree.ts';
import type { ScreenSelection } from '../model/screens.ts';
import { texts } from '../texts.ts';
import { useScopes } from './queries.tsx';
import { ScopeTree } from './scope-tree.tsx';

const noNodes: readonly ScopeNode[] = [];

/** What is scored: management groups and subscriptions, several at once; what is chosen stands in the address. */
export function ScopePicker({
  selection,
  onChange,
}: {
  readonly selection: ScreenSelection;
  readonly onChange: (scope: readonly string[]) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const scopes = useScopes(selection.model).data;
  const nodes = useMemo(() => (scopes === undefined ? noNodes : scopeTreeOf(scopes.groups, scopes.subscriptions)), [scopes]);
  const titles = scopeTitles(nodes, selection.scope);
  const title = titles.length === 0 ? texts.scope.everything : titles.length <= 2 ? titles.join(', ') : texts.scope.several(titles.length);
  return (
    <Popover open={isOpen} onOpenChange={(_event, { open }) => setOpen(open)} trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button className="scope-button" icon={<OrganizationRegular />} title={titles.join(', ')}>
          <span className="scope-label">{texts.scope.button}</span>
          <span className="scope-title" dir="auto">
            {title}
          </span>
          <ChevronDownRegular aria-hidden="true" />
        </Button>
      </PopoverTrigger>
      <PopoverSurface className="scope-surface" aria-label={texts.scope.title}>
        <ScopeTree nodes={nodes} selected={selection.scope} onChange={onChange} onDone={() => setOpen(false)} />
      </PopoverSurface>
    </Popover>
  );
}
