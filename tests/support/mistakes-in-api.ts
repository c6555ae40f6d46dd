/** Mistakes between the HTTP API and its functions. For planted-mistakes.ts; parts of logical ids are the construct ids of cdk/. */
import { change, type Plant, remove } from './plant.ts';
import { mistakes } from './planted-mistake.ts';

const MAILROOM = 'HttpMailroom';

const isMailroom = ({ RouteKey }: Record<string, unknown>) => RouteKey === 'GET /v1/mailroom';
const route = (properties: Record<string, unknown>) => change('ApiGatewayV2::Route', isMailroom, () => properties);
const tokens = (member: string, value: unknown): Plant =>
  change('ApiGatewayV2::Authorizer', 'Jwt', ({ JwtConfiguration }) => ({
    JwtConfiguration: { ...Object(JwtConfiguration), [member]: value },
  }));

export const API = mistakes('start', [
  [
    'a route to an integration that is not there',
    route({ Target: 'integrations/gone' }),
    /GETv1mailroom\w+: the route "GET \/v1\/mailroom" leads to "integrations\/gone"/,
  ],
  [
    'a route without the authorizer',
    route({ AuthorizationType: 'NONE', AuthorizerId: undefined }),
    /GETv1mailroom\w+: anybody may call "GET \/v1\/mailroom" without a token/,
  ],
  [
    'an authorizer for another audience',
    tokens('Audience', ['crm']),
    /ApiJwt\w+: it takes tokens for crm, and they are made for postroom/,
  ],
  [
    'an authorizer of another issuer',
    tokens('Issuer', 'https://login.example'),
    /ApiJwt\w+: it takes tokens of https:\/\/login\.example/,
  ],
  [
    'no permission for the gateway',
    remove('Lambda::Permission', MAILROOM),
    /HttpMailroomFunction\w+ does not let apigateway\.amazonaws\.com in/,
  ],
  [
    'a permission for another API',
    change('Lambda::Permission', MAILROOM, () => ({
      SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*/*/*',
    })),
    /HttpMailroomFunction\w+ does not let apigateway\.amazonaws\.com in/,
  ],
  [
    'a stage that is never deployed',
    change('ApiGatewayV2::Stage', 'Stage', () => ({ AutoDeploy: false })),
    /ApiStage\w+: without AutoDeploy/,
  ],
  [
    'a function that works longer than the gateway waits',
    change('Lambda::Function', `${MAILROOM}Function`, () => ({ Timeout: 60 })),
    /HttpMailroomFunction\w+: it may take 60 s, but the HTTP API answers 503 after 30 s/,
  ],
]);
