/**
 * Types of the parts of dynalite 4.0.0 that we call (it has none of its own). We use its parsers, validations and actions in this
 * process, not its HTTP server: its actions take a store, and ours (./action-store.ts) decides what a write does.
 */
declare module 'dynalite/db/index.js' {
  import type { Stream } from 'node:stream';
  import type { Item, KeyElement, Table } from '#local/services/dynamodb/attributes.ts';

  export interface Range {
    gt?: string;
    gte?: string;
    lt?: string;
    lte?: string;
    reverse?: boolean;
    limit?: number;
  }
  export type Operation = { type: 'put'; key: string; value: Item } | { type: 'del'; key: string };
  /** Values are JSON. */
  export interface Level {
    open(): Promise<void>;
    close(): Promise<void>;
    get(key: string): Promise<Item | undefined>;
    /** Atomic. */
    batch(operations: readonly Operation[]): Promise<void>;
    clear(range: Range): Promise<void>;
    /** Sees the database as it is at this call. */
    iterator(range: Range): AsyncIterable<[string, Item]>;
    values(range: Range): AsyncIterable<Item>;
  }
  export type Done<Value = void> = (error: unknown, value?: Value) => void;
  export interface ItemDb {
    lock(key: string, run: (release: (done: Done<Answer>) => Done<Answer>) => void): void;
    get(key: string, done: Done<Item>): void;
    put(key: string, item: Item, done: Done): void;
    del(key: string, done: Done): void;
    createValueStream(range: Range): Stream;
  }
  export interface ActionStore {
    readonly options: { readonly maxItemSize: number };
    getTable(name: string, done: Done<Table>): void;
    getItemDb(tableName: string): ItemDb;
    getIndexDb(type: string, tableName: string, indexName: string): ItemDb;
  }
  export interface Answer {
    Attributes?: Item;
    Item?: Item;
    Items?: Item[];
    Count?: number;
    ScannedCount?: number;
    LastEvaluatedKey?: Item;
    ConsumedCapacity?: object | undefined;
  }
  const db: {
    create(options: { path: string }): { readonly db: Level };
    createKey(item: Item, table: Table): string;
    createIndexKey(item: Item, table: Table, keySchema: readonly KeyElement[]): string;
    /** Answers the error, if there is one. */
    validateKey(key: Item, table: Table): Error | null | undefined;
    validateItem(item: Item, table: Table): Error | null | undefined;
  };
  export default db;
}

declare module 'dynalite/validations/index.js' {
  import type { AttributeValue, Item } from '#local/services/dynamodb/attributes.ts';

  /** `['a', 'b', 0]` is `a.b[0]`. */
  export type Path = readonly (string | number)[];
  export interface Expression {
    readonly type: string;
    /** Of a function. */
    readonly name?: string;
    readonly args: readonly (Path | Expression | AttributeValue)[];
  }
  export interface UpdateSection {
    readonly type: 'set' | 'remove' | 'add' | 'delete';
    readonly path: Path;
    readonly val?: Path | Expression | AttributeValue;
  }
  /** A request after its validation: unknown members are gone, expressions are parsed. */
  export interface Parsed {
    TableName: string;
    Item: Item;
    Key: Item;
    ReturnConsumedCapacity?: string;
    ConsistentRead?: boolean;
    IndexName?: string;
    Select?: string;
    Limit?: number;
    ScanIndexForward?: boolean;
    ExclusiveStartKey?: Item;
    /** Of a Query, made from its KeyConditionExpression. */
    KeyConditions?: Readonly<Record<string, { readonly AttributeValueList: readonly AttributeValue[] }>>;
    _condition?: { readonly expression: Expression };
    _filter?: { readonly expression: Expression; readonly pathHeads: Readonly<Record<string, boolean>> };
    _projection?: { readonly paths: readonly Path[] };
    _updates?: { readonly sections: readonly UpdateSection[] };
  }
  export interface ParsedBatchGet {
    ReturnConsumedCapacity?: string;
    RequestItems: Record<string, { Keys: Item[]; ConsistentRead?: boolean; _projection?: { paths: readonly Path[] } }>;
  }
  export interface ParsedBatchWrite {
    ReturnConsumedCapacity?: string;
    RequestItems: Record<string, { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>;
  }
  /** The shape of one operation's request; `parsed` is there for the compiler only. */
  export interface Types<Request> {
    readonly parsed?: Request;
  }
  export interface Validation<Request> {
    readonly types: Types<Request>;
    readonly custom: object;
  }
  const validations: {
    /** Removes what it does not know, also from `data`; throws what ./errors.ts reads. */
    checkTypes<Request>(data: object, types: Types<Request>): Request;
    checkValidations(data: object, types: object, custom: object, store: { options: { maxItemSize: number } }): void;
  };
  export default validations;
}

declare module 'dynalite/validations/*' {
  import type { Parsed, Validation } from 'dynalite/validations/index.js';

  const validation: Validation<Parsed>;
  export default validation;
}

declare module 'dynalite/validations/batchGetItem.js' {
  import type { ParsedBatchGet, Validation } from 'dynalite/validations/index.js';

  const validation: Validation<ParsedBatchGet>;
  export default validation;
}

declare module 'dynalite/validations/batchWriteItem.js' {
  import type { ParsedBatchWrite, Validation } from 'dynalite/validations/index.js';

  const validation: Validation<ParsedBatchWrite>;
  export default validation;
}

declare module 'dynalite/actions/*' {
  import type { ActionStore, Answer } from 'dynalite/db/index.js';
  import type { Parsed } from 'dynalite/validations/index.js';

  const action: (store: ActionStore, data: Parsed, done: (error: unknown, answer?: Answer) => void) => void;
  export default action;
}
