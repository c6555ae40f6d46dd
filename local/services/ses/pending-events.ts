/**
 * What SES will do later about a sent mail, kept in a table until it is done, so that a restart forgets nothing. One timer of the clock
 * stands for the earliest of them. At least once: a process killed between doing and forgetting does it again, as SNS may.
 */
import type { Activity } from '#local/kernel/activity.ts';
import type { Clock, Timer } from '#local/kernel/clock.ts';
import type { State } from '#local/kernel/state.ts';
import type { EventDetail } from './event-shape.ts';
import { EVENT_TYPES, type EventType } from './event-types.ts';

export interface PendingEvent {
  readonly messageId: string;
  readonly kind: EventType | 'AutoReply';
  readonly recipients: readonly string[];
  readonly detail: EventDetail;
  readonly dueAt: number;
}

export interface PendingEvents {
  /** Keeps it; call `arm` when the surrounding transaction is through. */
  add(event: PendingEvent): void;
  /** Looks again for the earliest one. */
  arm(): void;
  stop(): void;
}

const KINDS: readonly PendingEvent['kind'][] = [...Object.values(EVENT_TYPES), 'AutoReply'];

const eventOf = (row: Readonly<Record<string, unknown>>): PendingEvent | undefined => {
  const kind = KINDS.find((name) => name === row['kind']);
  const recipients: unknown = JSON.parse(String(row['recipients']));
  const detail: unknown = JSON.parse(String(row['detail']));
  if (kind === undefined || !Array.isArray(recipients) || typeof detail !== 'object' || detail === null)
    return undefined;
  return {
    messageId: String(row['message_id']),
    kind,
    recipients: recipients.map(String),
    detail: Object.fromEntries(Object.entries(detail)),
    dueAt: Number(row['due_at']),
  };
};

export const makePendingEvents = (options: {
  state: State;
  clock: Pick<Clock, 'now' | 'at'>;
  activity: Activity;
  perform: (event: PendingEvent) => Promise<void>;
  onFailed: (sentence: string) => void;
}): PendingEvents => {
  const { state, clock } = options;
  state.exec(`CREATE TABLE IF NOT EXISTS ses_pending (
      id INTEGER PRIMARY KEY, due_at INTEGER NOT NULL, message_id TEXT NOT NULL, kind TEXT NOT NULL,
      recipients TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS ses_pending_due ON ses_pending (due_at, id);`);
  const insert = state.prepare(
    'INSERT INTO ses_pending (due_at, message_id, kind, recipients, detail) VALUES (?, ?, ?, ?, ?)',
  );
  const earliest = state.prepare('SELECT due_at FROM ses_pending ORDER BY due_at, id LIMIT 1');
  const due = state.prepare('SELECT * FROM ses_pending WHERE due_at <= ? ORDER BY due_at, id LIMIT 1');
  const remove = state.prepare('DELETE FROM ses_pending WHERE id = ?');
  let timer: Timer | undefined;
  let working = false;
  let stopped = false;
  options.activity.probe('ses-events', () => working);

  const performDue = async () => {
    for (let row = due.get(clock.now()); row !== undefined && !stopped; row = due.get(clock.now())) {
      const event = eventOf(row);
      try {
        if (event !== undefined) await options.perform(event);
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        options.onFailed(`SES could not publish an event of ${String(row['message_id'])}: ${sentence}`);
      }
      if (!stopped) remove.run(Number(row['id']));
    }
  };
  const arm = () => {
    if (working || stopped) return;
    timer?.cancel();
    const row = earliest.get();
    timer = row === undefined ? undefined : clock.at(Number(row['due_at']), 'ses-events', fire);
  };
  const fire = () => {
    working = true;
    timer = undefined;
    performDue().then(
      () => {
        working = false;
        arm();
      },
      (error: unknown) => {
        working = false;
        options.onFailed(`SES events stopped: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
  };
  arm();
  return {
    add: (event) => {
      const { messageId, kind, recipients, detail, dueAt } = event;
      insert.run(Math.round(dueAt), messageId, kind, JSON.stringify(recipients), JSON.stringify(detail));
    },
    arm,
    stop: () => {
      stopped = true;
      timer?.cancel();
    },
  };
};
