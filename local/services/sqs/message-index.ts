/**
 * What the queue store knows about a queue's messages without reading the database: which are visible, hidden until when, and when they
 * expire. Bodies stay in the database, which is the truth: the index is built from it on start.
 */
import { makeTimeHeap } from './time-heap.ts';

export interface Entry {
  readonly seq: number;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  /** Time of the last receive: the 12 hours of a visibility timeout count from it. */
  receivedAt: number;
  state: 'visible' | 'delayed' | 'inFlight' | 'gone';
}

export interface MessageIndex {
  add(entry: Entry): void;
  find(seq: number): Entry | undefined;
  remove(entry: Entry): void;
  /** Hides an entry that was taken, or moves the end of its hiding. */
  hide(entry: Entry, until: number): void;
  show(entry: Entry): void;
  /** Takes the next visible entry out of the line; the caller hides, shows or removes it. */
  takeVisible(): Entry | undefined;
  /** Makes visible what was hidden until `now`; answers whether there was any. */
  reveal(now: number): boolean;
  /** Entries whose retention is over. */
  expired(now: number): Entry[];
  /** When reveal or expired has to be called next. */
  nextChange(): number | undefined;
  count(state: 'visible' | 'delayed' | 'inFlight'): number;
}

/** Taken slots at the front of the line are cut off when there are this many of them. */
const CUT_AT = 1024;

export const makeMessageIndex = (retentionMs: number): MessageIndex => {
  const entries = new Map<number, Entry>();
  const counts = { visible: 0, delayed: 0, inFlight: 0, gone: 0 };
  const hidden = makeTimeHeap<Entry>();
  const ageing = makeTimeHeap<Entry>();
  let line: Entry[] = [];
  let head = 0;

  const turn = (entry: Entry, state: Entry['state']) => {
    counts[entry.state] -= 1;
    entry.state = state;
    counts[state] += 1;
  };
  const isHiddenUntil = (entry: Entry, at: number) =>
    (entry.state === 'delayed' || entry.state === 'inFlight') && entry.visibleAt === at;
  /** The earliest end of a hiding that still holds: deleting and changing leave old slots in the heap. */
  const earliestHidden = () => {
    for (let top = hidden.peek(); top !== undefined; top = hidden.peek()) {
      if (isHiddenUntil(top.item, top.at)) return top;
      hidden.pop();
    }
    return undefined;
  };
  const earliestAgeing = () => {
    for (let top = ageing.peek(); top !== undefined; top = ageing.peek()) {
      if (top.item.state !== 'gone') return top;
      ageing.pop();
    }
    return undefined;
  };
  const show = (entry: Entry) => {
    turn(entry, 'visible');
    line.push(entry);
  };

  return {
    add: (entry) => {
      entries.set(entry.seq, entry);
      counts[entry.state] += 1;
      ageing.push(entry.sentAt + retentionMs, entry);
      if (entry.state === 'visible') line.push(entry);
      else hidden.push(entry.visibleAt, entry);
    },
    find: (seq) => entries.get(seq),
    remove: (entry) => {
      entries.delete(entry.seq);
      turn(entry, 'gone');
    },
    hide: (entry, until) => {
      turn(entry, 'inFlight');
      entry.visibleAt = until;
      hidden.push(until, entry);
    },
    show,
    takeVisible: () => {
      while (head < line.length) {
        const entry = line[head];
        head += 1;
        if (head >= CUT_AT && head * 2 >= line.length) {
          line = line.slice(head);
          head = 0;
        }
        if (entry?.state === 'visible') return entry;
      }
      return undefined;
    },
    reveal: (now) => {
      let any = false;
      for (let top = earliestHidden(); top !== undefined && top.at <= now; top = earliestHidden()) {
        hidden.pop();
        show(top.item);
        any = true;
      }
      return any;
    },
    expired: (now) => {
      const over: Entry[] = [];
      for (let top = earliestAgeing(); top !== undefined && top.at <= now; top = earliestAgeing()) {
        ageing.pop();
        over.push(top.item);
      }
      return over;
    },
    nextChange: () => {
      const times = [earliestHidden()?.at, earliestAgeing()?.at].filter((at) => at !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    count: (state) => counts[state],
  };
};
