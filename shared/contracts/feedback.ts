/** The message that wakes `record-feedback`. */
import * as z from 'zod';

/**
 * An event of SES in whatever AWS wraps round it, or a sentence: SES validates a topic with plain text. What is inside is told apart by
 * shared/domain/feedback, because new kinds of events must be passed over and not end in the dead-letter queue.
 */
export const FeedbackMessage = z.union([z.record(z.string(), z.unknown()), z.string()]);
