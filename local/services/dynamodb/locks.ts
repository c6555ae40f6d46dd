/** One writer at a time per item key, first come first served: between reading an item and storing it nobody else does. */
export type Lock = (key: string) => Promise<() => void>;

/** The lock answers its release; who is not waited for leaves no trace. */
export const makeLocks = (): Lock => {
  const tails = new Map<string, Promise<void>>();
  return async (key) => {
    const before = tails.get(key);
    const held = Promise.withResolvers<void>();
    tails.set(key, held.promise);
    await before;
    return () => {
      if (tails.get(key) === held.promise) tails.delete(key);
      held.resolve();
    };
  };
};
