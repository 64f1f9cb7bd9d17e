import { Button } from '@fluentui/react-components';
import { type KeyboardEvent, useRef, useState } from 'react';
import { percent } from '../model/number.ts';
import { type ScopeLine, type ScopeNode, scopeLinesOf, searchedTree, toggledScope } from '../model/scope-tree.ts';
import { texts } from '../texts.ts';

interface ScopeTreeProps {
  readonly nodes: readonly ScopeNode[];
  readonly selected: readonly string[];
  readonly onChange: (selected: readonly string[]) => void;
  readonly onDone: () => void;
}

/** The tree of scopes: arrows walk and open, space chooses, typing in the field narrows. */
export function ScopeTree({ nodes, selected, onChange, onDone }: ScopeTreeProps) {
  const [text, setText] = useState('');
  const [closed, setClosed] = useState<readonly string[]>([]);
  const [active, setActive] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const isSearching = text.trim() !== '';
  const lines = scopeLinesOf(searchedTree(nodes, text), selected, (id) => isSearching || !closed.includes(id));
  const current = lines.find(({ node }) => node.id === active) ?? lines[0];

  const focus = (line: ScopeLine | undefined) => {
    if (line === undefined) return;
    setActive(line.node.id);
    tree.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(line.node.id)}"]`)?.focus();
  };
  const choose = (line: ScopeLine) => {
    if (line.selection !== 'inside') onChange(toggledScope(nodes, selected, line.node.id));
  };
  const onKey = (event: KeyboardEvent, line: ScopeLine) => {
    const at = lines.indexOf(line);
    const [open, close] = document.dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    if (event.key === 'ArrowDown') focus(lines[at + 1]);
    else if (event.key === 'ArrowUp') focus(lines[at - 1]);
    else if (event.key === 'Home') focus(lines[0]);
    else if (event.key === 'End') focus(lines.at(-1));
    else if (event.key === ' ' || event.key === 'Enter') choose(line);
    else if (event.key === open && line.node.children.length > 0 && !line.isOpen) setClosed(closed.filter((id) => id !== line.node.id));
    else if (event.key === close && line.isOpen) setClosed([...closed, line.node.id]);
    else if (event.key === close) focus(lines.slice(0, at).findLast(({ level }) => level < line.level));
    else return;
    event.preventDefault();
  };

  return (
    <div className="scope-tree">
      <input
        type="search"
        className="field"
        aria-label={texts.scope.search}
        placeholder={texts.scope.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          focus(lines[0]);
        }}
      />
      <p className="only-heard" role="status">
        {isSearching ? texts.scope.found(lines.length) : ''}
      </p>
      {lines.length === 0 ? (
        <p className="soft">{texts.scope.nothing}</p>
      ) : (
        <div className="tree" role="tree" aria-label={texts.scope.title} aria-multiselectable="true" ref={tree}>
          {lines.map((line) => (
            <div
              key={line.node.id}
              role="treeitem"
              className={`tree-line level-${Math.min(line.level, 6)}`}
              data-line={line.node.id}
              aria-level={line.level}
              aria-posinset={line.position}
              aria-setsize={line.siblings}
              aria-expanded={line.node.children.length === 0 ? undefined : line.isOpen}
              aria-selected={line.selection !== 'none'}
              aria-disabled={line.selection === 'inside'}
              title={line.selection === 'inside' ? texts.scope.inside : undefined}
              tabIndex={line === current ? 0 : -1}
              onClick={() => choose(line)}
              onKeyDown={(event) => onKey(event, line)}
            >
              <span
                className="tree-fold"
                aria-hidden="true"
                onClick={(event) => {
                  event.stopPropagation();
                  setClosed(line.isOpen ? [...closed, line.node.id] : closed.filter((id) => id !== line.node.id));
                }}
              >
                {line.node.children.length === 0 ? '' : line.isOpen ? '▾' : '▸'}
              </span>
              <span className={`tree-box tree-${line.selection}`} aria-hidden="true" />
              <span className="tree-title" dir="auto">
                {line.node.title}
              </span>
              <span className="soft tree-note">
                {line.node.score === null ? texts.scope.resources(line.node.resources) : percent(line.node.score.percentage)}
              </span>
            </div>
          ))}
        </div>
      )}
      <div className="scope-actions">
        <Button size="small" disabled={selected.length === 0} onClick={() => onChange([])}>
          {texts.scope.all}
        </Button>
        <Button size="small" appearance="primary" onClick={onDone}>
          {texts.scope.apply}
        </Button>
      </div>
    </div>
  );
}
