import { describe, expect, it } from 'vitest';
import type { ExemptionRow } from './answers.ts';
import { groupedRows, listedWith, shownRows, standingCounts, standingOf } from './recommendation-list.ts';
import { rowWith } from './row.fixture.ts';
import { recommendationsCodec } from './screens.ts';
import type { Search } from './search.ts';

const rows = [
  rowWith({ name: 'firewall', displayName: 'Add a next generation firewall', impact: 30, controls: ['Protect', 'Segment'] }),
  rowWith({ name: 'encrypt', displayName: 'Encrypt disks', category: 'Data & storage', severity: 'medium', impact: 12 }),
  rowWith({ name: 'done', unhealthy: 0, healthy: 4, impact: 0, controls: ['Protect'] }),
  rowWith({ name: 'unknown', unhealthy: 0, notAssessed: 3, impact: 0, severity: 'low' }),
  rowWith({ name: 'idle', unhealthy: 0, impact: 0 }),
];
const shown = (search: Search) => shownRows(rows, recommendationsCodec.read(search)).map(({ name }) => name);

describe('the list of recommendations', () => {
  it.each<[string, Search, readonly string[]]>([
    ['the open ones by default', {}, ['firewall', 'encrypt']],
    ['the completed ones', { show: 'completed' }, ['done']],
    ['those not assessed', { show: 'not-assessed' }, ['unknown']],
    ['all', { show: 'all' }, ['firewall', 'encrypt', 'done', 'unknown', 'idle']],
    ['by words in any order', { q: 'FIREWALL next' }, ['firewall']],
    ['by severity', { severity: ['medium', 'low'], show: 'all' }, ['encrypt', 'unknown']],
    ['by category', { category: 'Data & storage' }, ['encrypt']],
    ['by control', { control: 'Protect', show: 'all' }, ['firewall', 'done']],
  ])('shows %s', (_case, search, expected) => {
    expect(shown(search)).toEqual(expected);
  });

  it('counts each once', () => {
    expect(standingCounts(rows)).toEqual({ open: 2, completed: 1, 'not-assessed': 1, all: 5 });
    expect(rows.map(standingOf)).toEqual(['open', 'open', 'completed', 'not-assessed', 'none']);
  });

  it('names who answers for it: by the catalogue, and by its exemptions', () => {
    const exemption: ExemptionRow = {
      id: '/e',
      displayName: 'Accepted',
      category: 'Waiver',
      scope: '/s',
      recommendations: ['firewall'],
      reason: '',
      owner: 'Network team',
      expiresOn: null,
      expired: false,
      assessments: 1,
      byRecommendation: { [rowWith({ name: 'firewall' }).key]: 1 },
    };
    const listed = listedWith([rowWith({ name: 'firewall', owner: 'Security team' }), rowWith({ name: 'encrypt' })], [exemption]);
    expect(listed.map(({ owners }) => owners)).toEqual([['Security team', 'Network team'], []]);
  });

  it('puts a row under each of its controls, the greatest gain first', () => {
    const groups = groupedRows(rows, 'control', 'In no control').map(({ title, impact, rows: own }) => [title, impact, own.length]);
    expect(groups).toEqual([
      ['Protect', 30, 2],
      ['Segment', 30, 1],
      ['In no control', 12, 3],
    ]);
    expect(groupedRows(rows, 'none', '')).toEqual([{ title: '', rows, impact: 0 }]);
  });

  it('knows the exemptions that decide something of it, and their owners', () => {
    const exemption: ExemptionRow = {
      id: 'e',
      displayName: '',
      category: 'Waiver',
      scope: '/',
      recommendations: [],
      reason: '',
      owner: 'Kim',
      expiresOn: null,
      expired: false,
      assessments: 2,
      byRecommendation: { encrypt: 2 },
    };
    const keyed = rows.map((row) => ({ ...row, key: row.name }));
    const listed = listedWith(keyed, [
      exemption,
      { ...exemption, byRecommendation: {} },
      { ...exemption, byRecommendation: { encrypt: 1, done: 1 }, owner: null },
    ]);
    expect(listed.map(({ exemptions, owners }) => [exemptions, owners.join()])).toEqual([
      [0, ''],
      [2, 'Kim'],
      [1, ''],
      [0, ''],
      [0, ''],
    ]);
  });
});
