/** What cannot be counted on one machine, as numbers with their reasons. docs/costs.md shows all of them. */
import type { Units } from './count.ts';

/** Half the mails of a month come in, half go out. */
export const SHARE_IN = 0.5;

/** A month as AWS reckons it: 730 hours. */
export const MINUTES_A_MONTH = 730 * 60;

/**
 * AWS's own services do it in the account's name, so the functions' calls do not show it: SES stores the mail and notifies the topic, and publishes a
 * Send and a Delivery event of each mail out.
 */
export const BY_SES: { readonly mailIn: Units; readonly mailOut: Units } = {
  mailIn: { S3PutRequest: 1, SnsPublish: 1 },
  mailOut: { SnsPublish: 2 },
};

/** What a function waits for one AWS request, in seconds: more than DynamoDB takes, less than SES does. */
export const SECONDS_A_REQUEST = 0.02;

/** What a function computes besides, in seconds: parsing is the most of it. */
export const SECONDS_A_START = 0.05;

/** Of every function: the largest has 1 GB, the others half of it. */
export const MEMORY_GB = 1;

/** Lambda asks a queue that is empty five times at once, each for 20 s (Lambda guide, "Using Lambda with Amazon SQS", long polling). */
export const EMPTY_RECEIVES_A_MINUTE = 5 * 3;

/** The first million SQS requests a month cost nothing. */
export const FREE_SQS_REQUESTS = 1_000_000;

/** START and REPORT of Lambda itself, in JSON, for each start of a function; and what CloudWatch adds to a line. */
export const PLATFORM_LOG_BYTES_A_START = 700;

/** One line of the API's access log. */
export const ACCESS_LOG_BYTES = 300;

/** Raw mail with its attachments in S3; and the items of a mail in the tables. */
export const STORED_MAIL_IN_BYTES = 75_000;
export const STORED_MAIL_OUT_BYTES = 20_000;
export const TABLE_BYTES_A_MAIL = 5000;
