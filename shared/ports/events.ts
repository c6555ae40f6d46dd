/** Domain events for the CRM's own rules. At least once; the id is the same every time, so a subscriber can tell a repeat. */
export type EventType =
  | 'mail.received'
  | 'record.created'
  | 'mail.sent'
  | 'mail.delivered'
  | 'mail.bounced'
  | 'mail.complained'
  | 'mail.failed'
  | 'mail.follow-up-due'
  | 'quota.warning'
  | 'failures.spike'
  | 'connection.expired'
  | 'domain.status-changed'
  | 'domain.bulk-warning';

export interface DomainEvent {
  readonly id: string;
  readonly type: EventType;
  readonly tenant: string;
  /** ISO 8601. */
  readonly at: string;
  /** Ids only: an event bus is no place for customers' mail. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export type PublishEvent = (event: DomainEvent) => Promise<void>;
