import { describe, expect, it } from 'vitest';
import { differencesOf, maskTemplate } from '../../scripts/template-snapshot.ts';

const template = (key: string, memory: number) =>
  JSON.stringify({
    Resources: {
      Function: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: `${key}.zip` }, MemorySize: memory } },
    },
  });

describe('the template snapshot', () => {
  it('does not change with the code of a function', () => {
    expect(maskTemplate(template('a'.repeat(64), 512))).toBe(maskTemplate(template('0'.repeat(64), 512)));
  });

  it('does not change with the order of keys', () => {
    expect(maskTemplate('{"b":{"d":1,"c":2},"a":1}')).toBe(maskTemplate('{"a":1,"b":{"c":2,"d":1}}'));
  });

  it('changes with what is deployed, and says how', () => {
    const [before, after] = [template('a'.repeat(64), 512), template('a'.repeat(64), 1024)].map(maskTemplate);
    expect(differencesOf(before ?? '', after ?? '')).toEqual([
      expect.stringMatching(/^- +"MemorySize": 512$/),
      expect.stringMatching(/^\+ +"MemorySize": 1024$/),
    ]);
  });

  it('changes when lines only move', () => {
    expect(differencesOf('[\n1,\n2\n]', '[\n2\n1,\n]')).toHaveLength(1);
  });
});
