/** What one reader did with one mail: counts of people and machines apart, and the last visits. Kept as one item, changed by one conditional write. */
import type { MachineSign } from './judge-hit.ts';

export interface Hit {
  /** ISO 8601. */
  readonly at: string;
  readonly link: number | 'pixel';
  readonly machine?: MachineSign;
}

export interface Tally {
  readonly count: number;
  readonly firstAt?: string;
  readonly lastAt?: string;
}

export interface ReaderHits {
  readonly opened: Tally;
  readonly clicked: Tally;
  readonly machineOpened: number;
  readonly machineClicked: number;
  /** Newest last. */
  readonly log: readonly Hit[];
}

export const NO_HITS: ReaderHits = {
  opened: { count: 0 },
  clicked: { count: 0 },
  machineOpened: 0,
  machineClicked: 0,
  log: [],
};

/** A visit is some 60 bytes, and an item is paid by the KB. */
export const MAX_LOG = 30;
/** Nobody reads a mail that often: more is a program in a loop, and each visit costs a write. */
export const MAX_HITS = 1000;
/** A person needs longer to come back from one page and follow the next link. */
const BURST_MS = 5000;
/** Of a mail with fewer links all of them. Two are not enough where there are more: tabs are opened side by side. */
const BURST_LINKS = 3;

const isClick = ({ link }: Hit) => link !== 'pixel';
const isPerson = ({ machine }: Hit) => machine === undefined;

/** Counts of people without the hits that turned out to be a machine's. */
const without = (tally: Tally, gone: readonly Hit[], left: readonly Hit[]): Tally => {
  if (gone.length === 0) return tally;
  const count = tally.count - gone.length;
  const wasFirst = gone.some(({ at }) => at === tally.firstAt);
  const firstAt = wasFirst ? left[0]?.at : tally.firstAt;
  const lastAt = left.at(-1)?.at;
  return {
    count,
    ...(count === 0 || firstAt === undefined ? {} : { firstAt }),
    ...(count === 0 || lastAt === undefined ? {} : { lastAt }),
  };
};

const plus = ({ count, firstAt }: Tally, at: string): Tally => ({
  count: count + 1,
  firstAt: firstAt ?? at,
  lastAt: at,
});

/** Clicks of that moment, when together they are more links than a person follows at once. */
const burst = (clicks: readonly Hit[], atMs: number, links: number): ReadonlySet<Hit> => {
  const now = clicks.filter(({ at }) => Math.abs(atMs - Date.parse(at)) <= BURST_MS);
  const different = new Set(now.map(({ link }) => link)).size;
  return new Set(links > 1 && different >= Math.min(BURST_LINKS, links) ? now : []);
};

/** `links`: how many the mail has. Undefined: no longer counted. Clicks counted for a person before are taken back when the burst shows. */
export const withHit = (before: ReaderHits, hit: Hit, links: number): ReaderHits | undefined => {
  const { opened, clicked, machineOpened, machineClicked } = before;
  if (opened.count + clicked.count + machineOpened + machineClicked >= MAX_HITS) return undefined;
  const all = [...before.log, hit];
  const inBurst = isClick(hit) ? burst(all.filter(isClick), Date.parse(hit.at), links) : new Set<Hit>();
  const log = all.map((one) => (inBurst.has(one) && isPerson(one) ? { ...one, machine: 'all-at-once' as const } : one));
  const takenBack = before.log.filter((one) => inBurst.has(one) && isPerson(one));
  const people = log.filter((one) => isClick(one) && isPerson(one));
  const counted = log.at(-1) ?? hit;
  const clickedBefore = without(
    clicked,
    takenBack,
    people.filter((one) => one !== counted),
  );
  return {
    opened: !isClick(hit) && isPerson(counted) ? plus(opened, hit.at) : opened,
    clicked: isClick(hit) && isPerson(counted) ? plus(clickedBefore, hit.at) : clickedBefore,
    machineOpened: machineOpened + Number(!isClick(hit) && !isPerson(counted)),
    machineClicked: machineClicked + takenBack.length + Number(isClick(hit) && !isPerson(counted)),
    log: log.slice(-MAX_LOG),
  };
};
