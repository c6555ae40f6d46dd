/**
 * How every AWS client here waits: a call that hangs is given up and tried again by the SDK (three tries in all) well before the function's own
 * time is up. Without this the SDK waits for ever and a hung call costs the whole invocation.
 */
export const PATIENCE = {
  requestHandler: {
    connectionTimeout: 5_000,
    /** To the first byte of the answer; S3 answers a 40 MB upload within a few seconds. */
    requestTimeout: 12_000,
    throwOnRequestTimeout: true,
  },
} as const;
