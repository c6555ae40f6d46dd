import { expect } from 'vitest';
export const edge = expect;
