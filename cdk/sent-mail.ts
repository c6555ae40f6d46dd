/** What every function gets that finds out that a mail went: replies must find its record, and the CRM hears of it (shared/wiring/after-sent.ts). */
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { State } from './state.ts';

export interface SentMailProps {
  readonly state: State;
  readonly bus: EventBus;
  readonly messageIdDomain: string;
}

export const sentMailEnvironment = ({ state, bus, messageIdDomain }: SentMailProps) => ({
  CRM_TABLE: state.crm.tableName,
  MAIL_TABLE: state.mail.tableName,
  SENDING_TABLE: state.sending.tableName,
  DUE_TABLE: state.due.tableName,
  EVENT_BUS: bus.eventBusName,
  MESSAGE_ID_DOMAIN: messageIdDomain,
});
