/** One request to the public server, its answer as it came. */
export interface RequestOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A body that is text goes out as it is, anything else as JSON; redirects are not followed. */
export const request = (
  http: string,
  method: string,
  path: string,
  { token, body, headers }: RequestOptions = {},
): Promise<Response> =>
  fetch(`${http}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
