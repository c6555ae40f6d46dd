/** What the runtime and a worker say to each other. Payloads travel as JSON text, as over Lambda's runtime API. */
export interface WorkerSetup {
  readonly assetFolder: string;
  readonly handler: string;
  readonly clockCells: SharedArrayBuffer;
  readonly context: {
    readonly functionName: string;
    readonly functionVersion: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
}

export interface InvokeMessage {
  readonly requestId: string;
  readonly payload: string;
  readonly timeoutMs: number;
}

export interface FailureReport {
  readonly errorType: string;
  readonly message: string;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'init-failed' } & FailureReport)
  | { readonly kind: 'answered'; readonly requestId: string; readonly payload: string }
  | ({ readonly kind: 'failed'; readonly requestId: string } & FailureReport)
  /** Uncaught: the worker ends right after it. */
  | ({ readonly kind: 'crashing' } & FailureReport)
  | { readonly kind: 'line'; readonly line: string };

/** How an invocation ended, for whoever invoked. */
export type Invocation =
  | { readonly kind: 'answered'; readonly payload: unknown }
  | ({ readonly kind: 'failed' } & FailureReport);
