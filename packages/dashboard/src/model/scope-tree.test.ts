import { describe, expect, it } from 'vitest';
import type { GroupNode, SubscriptionScore } from './answers.ts';
import { type ScopeNode, scopeLinesOf, scopeTitles, scopeTreeOf, searchedTree, toggledScope } from './scope-tree.ts';

const group = (name: string, parent: string | null, groups: readonly string[], subscriptions: readonly string[]): GroupNode => ({
  name,
  displayName: name.toUpperCase(),
  parent,
  score: null,
  resources: 0,
  groups,
  subscriptions,
});
const subscription = (id: string, displayName = id): SubscriptionScore => ({
  id,
  displayName,
  managementGroups: [],
  score: null,
  healthy: 0,
  unhealthy: 0,
  resources: 1,
});

const tree = scopeTreeOf(
  [group('root', null, ['prod', 'dev'], []), group('prod', 'root', [], ['shop', 'pay']), group('dev', 'root', [], ['trial'])],
  [subscription('shop', 'Shop'), subscription('pay', 'Pay'), subscription('trial', 'Trial'), subscription('stray', '')],
);
const names = (nodes: readonly ScopeNode[]): unknown[] =>
  nodes.map(({ title, children }) => (children.length === 0 ? title : [title, ...names(children)]));

describe('the tree of scopes', () => {
  it('stands as the groups do, with strays at the root', () => {
    expect(names(tree)).toEqual([['ROOT', ['DEV', 'Trial'], ['PROD', 'Pay', 'Shop']], 'stray']);
  });

  it('ends although groups hold each other', () => {
    const cycle = scopeTreeOf([group('a', null, ['b'], []), group('b', 'a', ['a'], ['one'])], [subscription('one')]);
    expect(names(cycle)).toEqual([['A', ['B', 'one']]]);
  });

  it.each([
    ['pay', [['ROOT', ['PROD', 'Pay']]]],
    ['PROD', [['ROOT', ['PROD', 'Pay', 'Shop']]]],
    ['', [['ROOT', ['DEV', 'Trial'], ['PROD', 'Pay', 'Shop']], 'stray']],
    ['nothing', []],
  ])('searched for "%s"', (text, expected) => {
    expect(names(searchedTree(tree, text))).toEqual(expected);
  });

  it.each([
    ['is added', [], 'shop', ['shop']],
    ['is taken out', ['shop', 'trial'], 'shop', ['trial']],
    ['swallows what lies below it', ['shop', 'trial'], 'prod', ['trial', 'prod']],
  ])('a choice %s', (_case, selected, id, expected) => {
    expect(toggledScope(tree, selected, id)).toEqual(expected);
  });

  it('draws lines for what is open, and knows what is in the selection', () => {
    const lines = scopeLinesOf(tree, ['prod'], (id) => id !== 'dev');
    expect(lines.map(({ node, level, selection, isOpen }) => [node.id, level, selection, isOpen])).toEqual([
      ['root', 1, 'none', true],
      ['dev', 2, 'none', false],
      ['prod', 2, 'selected', true],
      ['pay', 3, 'inside', false],
      ['shop', 3, 'inside', false],
      ['stray', 1, 'none', false],
    ]);
  });

  it('names a selection', () => {
    expect(scopeTitles(tree, ['prod', 'gone'])).toEqual(['PROD', 'gone']);
  });
});
