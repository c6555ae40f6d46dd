/** The events of SES: CloudFormation's names (AWS::SES::ConfigurationSetEventDestination, MatchingEventTypes) to those in the events themselves. */
export const EVENT_TYPES = {
  send: 'Send',
  reject: 'Reject',
  bounce: 'Bounce',
  complaint: 'Complaint',
  delivery: 'Delivery',
  open: 'Open',
  click: 'Click',
  renderingFailure: 'Rendering Failure',
  deliveryDelay: 'DeliveryDelay',
  subscription: 'Subscription',
} as const;

type EventName = keyof typeof EVENT_TYPES;
export type EventType = (typeof EVENT_TYPES)[EventName];

export const EVENT_NAMES: readonly EventName[] = Object.keys(EVENT_TYPES).filter(
  (name): name is EventName => name in EVENT_TYPES,
);
