/** A running HTTP API for the gateway's tests: one function behind a public, a protected and a scoped route, and an issuer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeHttpApi } from '#local/api/http-api.ts';
import { makeIssuer } from '#local/api/issuer.ts';
import type { AuthorizationRequest } from '#local/kernel/aws.ts';
import { openState } from '#local/kernel/state.ts';
import { anAuthorizer, aResource, aRuntime } from './lambda-fixtures.ts';

export const AUDIENCE = 'postroom';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Postroom-web';

interface Options {
  readonly code?: string;
  readonly api?: Readonly<Record<string, unknown>>;
  readonly stage?: Readonly<Record<string, unknown>>;
  readonly integration?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly refuses?: (request: AuthorizationRequest) => string | undefined;
}

export const ECHO = 'exports.handler = async (event) => event;';

/** `issuerUrl` is what the authorizer of the template names. */
const resourcesOf = (issuerUrl: string, options: Options) => {
  const route = (routeKey: string, properties: Readonly<Record<string, unknown>> = {}) =>
    aResource({
      type: 'AWS::ApiGatewayV2::Route',
      logicalId: routeKey,
      properties: { ApiId: 'api1', RouteKey: routeKey, Target: 'integrations/int1', ...properties },
    });
  const jwt = { AuthorizationType: 'JWT', AuthorizerId: 'auth1' };
  return [
    aResource({
      type: 'AWS::ApiGatewayV2::Api',
      ref: 'api1',
      properties: { Name: 'api', ProtocolType: 'HTTP', ...options.api },
    }),
    aResource({
      type: 'AWS::ApiGatewayV2::Stage',
      ref: '$default',
      properties: { ApiId: 'api1', StageName: '$default', AutoDeploy: true, ...options.stage },
    }),
    aResource({
      type: 'AWS::ApiGatewayV2::Integration',
      ref: 'int1',
      properties: {
        ApiId: 'api1',
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: FUNCTION,
        PayloadFormatVersion: '2.0',
        ...options.integration,
      },
    }),
    aResource({
      type: 'AWS::ApiGatewayV2::Authorizer',
      ref: 'auth1',
      properties: {
        ApiId: 'api1',
        Name: 'jwt',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: issuerUrl, Audience: [AUDIENCE, 'other'] },
      },
    }),
    route('GET /public'),
    route('POST /public'),
    route('GET /public/{id}'),
    route('GET /private', jwt),
    route('GET /scoped', { ...jwt, AuthorizationScopes: ['mail.read', 'mail.write'] }),
  ];
};

export const startApi = async (options: Options = {}) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const runtime = aRuntime(
    { web: options.code ?? ECHO },
    {
      resources: resourcesOf(`${url}/local/issuer`, options),
      properties: { web: { Environment: { Variables: { POSTROOM_FUNCTION: 'web', ...options.variables } } } },
    },
  );
  const folder = mkdtempSync(join(tmpdir(), 'postroom-'));
  const state = openState(folder);
  const issuer = await makeIssuer({ state, clock: runtime.clock, baseUrl: () => url });
  const denied: string[] = [];
  const counted: string[] = [];
  const fetched: string[] = [];
  const documents = { broken: false };
  const { authorizer, asked } = anAuthorizer(options.refuses);
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await runtime.stop();
    state.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const api = makeHttpApi({
      ...runtime,
      authorizer,
      onDenied: (sentence) => denied.push(sentence),
      count: (units, by) => counted.push(`${units[0]?.amount} ${units[0]?.unit} ${by.operation} ${by.functionName}`),
      fetchIssuerDocument: async (address) => {
        fetched.push(address.slice(url.length));
        if (documents.broken) throw new Error('unreachable');
        return issuer.documents[address.slice(url.length)]?.();
      },
    });
    if (api === undefined) throw new Error('the fixture has no API');
    server.on('request', api);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...runtime, url, state, issuer, denied, counted, fetched, documents, asked, stop };
};
