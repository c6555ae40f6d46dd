import type { Thing } from '../contracts/any-contract.ts';
export type Port = () => Thing;
