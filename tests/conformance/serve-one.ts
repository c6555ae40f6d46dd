/**
 * Serves one emulated AWS service on 127.0.0.1 for the conformance suites: the caller is root, nothing is signed, metered or failed on
 * purpose. What stands in front of the services in the embedded cloud is local/endpoint/.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { AwsError, type AwsService, type Caller, type HttpAnswer, type HttpRequest } from '#local/kernel/aws.ts';

export interface ServedService {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly baseUrl: string;
  stop(): Promise<void>;
}

const ROOT: Caller = { principal: { kind: 'root' }, functionName: 'root', kill: () => undefined };

const readRequest = async (message: IncomingMessage): Promise<HttpRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  const line = message.url ?? '/';
  const mark = line.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: mark === -1 ? line : line.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : line.slice(mark + 1)),
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
};

const answerOf = async (service: AwsService, request: HttpRequest): Promise<HttpAnswer> => {
  try {
    const { answer } = await service.execute(service.read(request), ROOT);
    return answer;
  } catch (error) {
    if (error instanceof AwsError) return service.refuse(error, request);
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return service.refuse(new AwsError('InternalFailure', 500, said), request);
  }
};

export const serveOne = async (service: AwsService): Promise<ServedService> => {
  const server = createServer((message, response) => {
    readRequest(message)
      .then((request) => answerOf(service, request))
      .then(
        (answer) => response.writeHead(answer.status, answer.headers).end(answer.body),
        (error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
