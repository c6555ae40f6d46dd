import { describe, expect, test } from 'vitest';
import { groupIdOf, isGroupId, livingMembers } from '#shared/domain/tenant/group.ts';
import {
  afterTurn,
  busyness,
  claimantOf,
  type GroupTurns,
  leastBusy,
  longestWaiting,
  MAX_CLAIMS,
  NO_TURNS,
  withoutClaims,
} from '#shared/domain/tenant/group-turns.ts';

const MEMBERS = ['ada', 'ben', 'cem'];

/** Who gets `count` mails one after the other. */
const served = (count: number, members: readonly string[], from: GroupTurns = NO_TURNS) => {
  let turns = from;
  const owners: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const member = longestWaiting(turns, members) ?? 'nobody';
    turns = afterTurn(turns, { mailId: `mail-${owners.length}-${turns.claims.length}`, member }, members);
    owners.push(member);
  }
  return { owners, turns };
};

describe('[F66] taking turns', () => {
  test('begins in the order of the group and goes round', () => {
    expect(served(7, MEMBERS).owners).toEqual(['ada', 'ben', 'cem', 'ada', 'ben', 'cem', 'ada']);
  });

  test('who joins is next, and who left is forgotten', () => {
    const { turns } = served(4, MEMBERS);
    const joined = served(4, ['ben', 'cem', 'dot'], turns);
    expect(joined.owners).toEqual(['dot', 'ben', 'cem', 'dot']);
    expect(joined.turns.served).toEqual(['ben', 'cem', 'dot']);
  });

  test('nobody is chosen from nobody', () => {
    expect(longestWaiting(NO_TURNS, [])).toBeUndefined();
    expect(leastBusy(NO_TURNS, [], () => 0)).toBeUndefined();
  });

  test('a mail finds its claim again until it is dealt with, and claims another in its place', () => {
    const once = afterTurn(NO_TURNS, { mailId: 'm1', member: 'ada' }, MEMBERS);
    expect(claimantOf(once, 'm1')).toBe('ada');
    const again = afterTurn(once, { mailId: 'm1', member: 'ben' }, MEMBERS);
    expect(again.claims).toEqual([{ mailId: 'm1', member: 'ben' }]);
    expect(claimantOf(withoutClaims(again, new Set(['m1'])), 'm1')).toBeUndefined();
  });

  test(`at most ${MAX_CLAIMS} claims are kept, the newest`, () => {
    let turns: GroupTurns = NO_TURNS;
    for (let n = 0; n <= MAX_CLAIMS; n += 1) turns = afterTurn(turns, { mailId: `m${n}`, member: 'ada' }, MEMBERS);
    expect(turns.claims).toHaveLength(MAX_CLAIMS);
    expect(claimantOf(turns, 'm0')).toBeUndefined();
    expect(claimantOf(turns, 'm1')).toBe('ada');
  });
});

describe('[F66] the least busy', () => {
  test('has the fewest open cases; of equals it is who waited longest', () => {
    const { turns } = served(1, MEMBERS);
    const busy = new Map([
      ['ada', 1],
      ['ben', 2],
      ['cem', 1],
    ]);
    const busyOf = (member: string) => busy.get(member) ?? 0;
    expect(leastBusy(turns, MEMBERS, busyOf)).toBe('cem');
    expect(leastBusy(NO_TURNS, MEMBERS, busyOf)).toBe('ada');
  });

  test('a case that is being made counts, and once only when it is there', () => {
    const turns = afterTurn(NO_TURNS, { mailId: 'm1', member: 'ada' }, MEMBERS);
    expect(busyness(turns, 'ada', [])).toBe(1);
    expect(busyness(turns, 'ada', ['m1', 'by-hand'])).toBe(2);
    expect(busyness(turns, 'ben', ['by-hand'])).toBe(1);
  });
});

test('[F66] a group counts only those who are still users, in its own order', () => {
  const group = { id: 'g', name: 'Support', members: ['cem', 'gone', 'ada'], distribution: 'random' } as const;
  expect(livingMembers(group, [{ id: 'ada' }, { id: 'cem' }])).toEqual(['cem', 'ada']);
});

test('[F18] what a group is called no user can be called', () => {
  expect(isGroupId(groupIdOf('01jd3x8q4v7m0000000000000a'))).toBe(true);
  expect(isGroupId('group-leader')).toBe(false);
});
