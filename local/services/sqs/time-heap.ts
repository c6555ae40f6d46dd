/** A min-heap by time: the queue index keeps in it what becomes visible or expires. Nothing is removed but the earliest. */
export interface TimeHeap<Item> {
  push(at: number, item: Item): void;
  peek(): { readonly at: number; readonly item: Item } | undefined;
  pop(): void;
}

interface Slot<Item> {
  readonly at: number;
  readonly item: Item;
}

export const makeTimeHeap = <Item>(): TimeHeap<Item> => {
  const slots: Slot<Item>[] = [];
  const at = (index: number) => slots[index]?.at ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number) => {
    const [first, second] = [slots[a], slots[b]];
    if (first === undefined || second === undefined) return;
    slots[a] = second;
    slots[b] = first;
  };
  const sink = (from: number) => {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const smaller = at(left + 1) < at(left) ? left + 1 : left;
      if (at(smaller) >= at(index)) return;
      swap(index, smaller);
      index = smaller;
    }
  };
  return {
    push: (time, item) => {
      let index = slots.push({ at: time, item }) - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (at(parent) <= at(index)) return;
        swap(index, parent);
        index = parent;
      }
    },
    peek: () => slots[0],
    pop: () => {
      const last = slots.pop();
      if (last === undefined || slots.length === 0) return;
      slots[0] = last;
      sink(0);
    },
  };
};
