import { expect, test } from 'vitest';
import { fitDocuments, MAX_DOCUMENT_BYTES, MAX_DOCUMENTS } from '#shared/domain/record/document-room.ts';

const MB = 1024 * 1024;
const sized = (...sizes: readonly number[]) => sizes.map((sizeBytes, n) => ({ id: `d${n}`, sizeBytes }));
const refusedOf = (...sizes: readonly number[]) => [...fitDocuments([], sized(...sizes)).refused];

test('[F14] ten megabytes fit on a record, one byte more does not', () => {
  expect(MAX_DOCUMENT_BYTES).toBe(10 * MB);
  expect(refusedOf(4 * MB, 6 * MB)).toEqual([]);
  expect(refusedOf(4 * MB, 6 * MB, 1)).toEqual([['d2', 'too-large-for-record']]);
  expect(refusedOf(10 * MB + 1)).toEqual([['d0', 'too-large-for-record']]);
});

test('[F14] what does not fit takes no room: a smaller one behind it fits', () => {
  expect(refusedOf(6 * MB, 6 * MB, 4 * MB)).toEqual([['d1', 'too-large-for-record']]);
});

test('[F14] empty files have an end too: 500 documents on a record', () => {
  expect(refusedOf(...new Array<number>(MAX_DOCUMENTS).fill(0))).toEqual([]);
  expect(refusedOf(...new Array<number>(MAX_DOCUMENTS + 1).fill(0))).toEqual([['d500', 'too-many-documents']]);
});

test('what is counted already is neither counted again nor refused, however full the record is', () => {
  const before = sized(10 * MB);
  expect(fitDocuments(before, before)).toEqual({ counted: before, grew: false, refused: new Map() });
});
