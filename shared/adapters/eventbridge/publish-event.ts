/** Domain events on the deployment's own bus, where the CRM's rules subscribe. The id stands in the detail: EventBridge makes its own for each delivery. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { Failure } from '../../domain/failure.ts';
import type { PublishEvent } from '../../ports/events.ts';
import { PATIENCE } from '../sdk.ts';

export const makePublishEvent = (busName: string): PublishEvent => {
  const client = new EventBridgeClient(PATIENCE);
  return async ({ id, type, tenant, at, detail }) => {
    const entry = {
      EventBusName: busName,
      Source: 'postroom',
      DetailType: type,
      Time: new Date(at),
      Detail: JSON.stringify({ id, tenant, ...detail }),
    };
    try {
      const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      // An entry can fail inside a successful answer; unheard of it would be an event nobody gets.
      if (FailedEntryCount > 0) throw new Error('The bus did not take the event.');
    } catch (cause) {
      throw new Failure('unavailable', 'bus-unavailable', 'The event bus could not be reached.', cause);
    }
  };
};
