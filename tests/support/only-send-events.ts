/**
 * SES says of each mail that it took it and no more, as when the recipients' servers take their time: any later event would prove the same, and a Send
 * event that is late or lost would not matter. For `change` of startTestCloud.
 */
import { change, planted } from './plant.ts';

export const onlySendEvents = (template: unknown) =>
  planted(
    template,
    change('SES::ConfigurationSetEventDestination', '', ({ EventDestination }) => ({
      EventDestination: { ...Object(EventDestination), MatchingEventTypes: ['send'] },
    })),
  );
