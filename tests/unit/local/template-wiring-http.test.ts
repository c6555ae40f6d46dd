import { describe } from 'vitest';
import { ref } from './template-http-api.ts';
import { all, change, itNames, type Planted, remove } from './template-planted.ts';

const HTTP: Planted[] = [
  ['an API without permission', remove('ApiMayInvoke'), /^ReadRoute: Receive does not let apigateway.amazonaws.com in/],
  [
    'a permission for another path',
    change('ApiMayInvoke', {
      SourceArn: { 'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', ref('Api'), '/*/POST/*']] },
    }),
    /^ReadRoute: Receive does not let apigateway.amazonaws.com in/,
  ],
  [
    'a route to no integration',
    change('ReadRoute', { Target: 'integrations/none' }),
    /^ReadRoute: the route "GET \/v1\/mails\/\{id\}" leads to "integrations\/none"/,
  ],
  [
    'a route with no authorizer of the API',
    change('ReadRoute', { AuthorizerId: 'none' }),
    /^ReadRoute: .* names the authorizer "none"/,
  ],
  [
    'a route that lost its authorizer',
    change('ReadRoute', { AuthorizationType: undefined, AuthorizerId: undefined }),
    /^ReadRoute: anybody may call "GET \/v1\/mails\/\{id\}"/,
  ],
  [
    'an authorizer for another audience',
    change('Jwt', { JwtConfiguration: { Audience: ['crm'], Issuer: 'https://issuer.example' } }),
    /^Jwt: it takes tokens for crm, and they are made for postroom/,
  ],
  [
    'an authorizer of another issuer',
    change('Jwt', { JwtConfiguration: { Audience: ['postroom'], Issuer: 'https://other.example' } }),
    /^Jwt: it takes tokens of https:\/\/other.example, and they are issued by https:\/\/issuer.example/,
  ],
  [
    'two routes of one key',
    change('PublicRoute', { RouteKey: 'GET /v1/mails/{id}' }),
    /^PublicRoute: the API already has a route/,
  ],
  [
    'an integration with a function elsewhere',
    change('Integration', { IntegrationUri: 'arn:aws:lambda:us-east-1:000000000000:function:other' }),
    /^Integration: it names .*other, which is no function/,
  ],
  [
    'a function slower than the gateway',
    all(change('Receive', { Timeout: 31 }), change('Jobs', { VisibilityTimeout: 60 })),
    /^Receive: it may take 31 s, but the HTTP API answers 503 after 30 s/,
  ],
  [
    'a function slower than its integration',
    change('Integration', { TimeoutInMillis: 5000 }),
    /^Receive: it may take 20 s, but the HTTP API answers 503 after 5 s/,
  ],
  ['an API without a stage', remove('Stage'), /^Api: the API has no stage/],
  ['a stage without deployment', change('Stage', { AutoDeploy: undefined }), /^Stage: without AutoDeploy/],
];

describe('the HTTP API', () => itNames(HTTP));
