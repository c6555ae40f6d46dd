/** The queue store's own interface: the SQS server, SNS, EventBridge, event-source mappings and the status page all work through it. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** SQS system attributes as strings: SentTimestamp (ms), ApproximateReceiveCount, ApproximateFirstReceiveTimestamp (ms), SenderId. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
}

export interface MessageAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

export interface QueueFigures {
  readonly name: string;
  readonly arn: string;
  /** Visible now. */
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Where this queue's poison goes; undefined when it has no redrive policy. */
  readonly deadLetterQueueArn: string | undefined;
}

export interface Queues {
  /** Stores a message; `delaySeconds` defaults to the queue's. Throws AwsError for what SQS refuses. Returns the message id. */
  send(
    queueArn: string,
    message: {
      readonly body: string;
      readonly messageAttributes?: Readonly<Record<string, MessageAttribute>>;
      readonly delaySeconds?: number;
      readonly senderId?: string;
    },
  ): string;
  /**
   * Takes up to `max` (1-10) visible messages and hides them for `visibilityTimeoutSeconds` (the queue's by default). A message received
   * more often than its redrive policy's maxReceiveCount goes to the dead-letter queue instead, as SQS does it: at the receive after.
   */
  receive(queueArn: string, max: number, visibilityTimeoutSeconds?: number): ReceivedMessage[];
  delete(queueArn: string, receiptHandle: string): void;
  changeVisibility(queueArn: string, receiptHandle: string, timeoutSeconds: number): void;
  /** Is something visible now? Cheap. */
  hasVisible(queueArn: string): boolean;
  figures(): QueueFigures[];
  /** Bodies of what waits, for the status page and tests; changes nothing. Oldest first. */
  peek(queueArn: string, limit: number): { messageId: string; body: string; sentAt: number; receiveCount: number }[];
  /** Called (asynchronously) whenever a message may have become visible: sent, delay over, visibility timeout over. */
  onVisible(listener: (queueArn: string) => void): void;
}
