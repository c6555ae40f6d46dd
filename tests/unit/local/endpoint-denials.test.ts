import { expect, it } from 'vitest';
import { makeDenials } from '#local/endpoint/denials.ts';

const withTold = () => {
  const told: string[] = [];
  const denials = makeDenials(
    () => Date.UTC(2026, 10, 21),
    (sentence) => told.push(sentence),
  );
  return { denials, told };
};

it('keeps every denial with its time, and tells each sentence once', () => {
  const { denials, told } = withTold();
  for (const sentence of ['no read', 'no write', 'no read']) denials.add(sentence);
  expect(denials.list().map(({ sentence }) => sentence)).toEqual(['no read', 'no write', 'no read']);
  expect(denials.list()[0]?.at).toBe('2026-11-21T00:00:00.000Z');
  expect(told).toEqual(['no read', 'no write']);
});

it('keeps the newest 200: a function denied in a loop does not eat the memory', () => {
  const { denials, told } = withTold();
  for (let n = 0; n < 201; n += 1) denials.add(`denial ${n}`);
  expect(denials.list()).toHaveLength(200);
  expect(denials.list()[0]?.sentence).toBe('denial 1');
  expect(told).toHaveLength(200);
});

it('gives a list that later denials do not change', () => {
  const { denials } = withTold();
  const before = denials.list();
  denials.add('late');
  expect(before).toEqual([]);
});
