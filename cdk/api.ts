/**
 * The HTTP API: every route of the contracts, one integration per function, a JWT authorizer before everything that is not public.
 */
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnIntegration,
  CfnRoute,
  CorsHttpMethod,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Route } from '#shared/contracts/route.ts';
import type { HttpFunction } from './constructs/http-function.ts';
import { ALARM_PERIOD, addImpactAlarm } from './constructs/impact-alarm.ts';
import { physicalNameOf } from './constructs/naming.ts';
import type { Folder } from './constructs/postroom-function.ts';

export type ApiRoute = Pick<Route, 'method' | 'path' | 'access'> & { readonly function: string };

/** Requests; more than that is answered 429 by the gateway, for all tenants together. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

export interface ApiProps {
  readonly routes: readonly ApiRoute[];
  readonly functions: readonly HttpFunction<Folder>[];
  readonly tokens: { readonly issuer: string; readonly audience: string };
  /** Web origins whose pages may call the API; none: no CORS headers. */
  readonly corsOrigins: readonly string[];
  readonly throttle: Throttle;
  readonly logRetention: RetentionDays;
  readonly alarms: ITopic;
}

/**
 * One line per request: which route, how it ended, how long it took. Never the path or the address of the caller: both are personal data
 * (`/v1/suppressions/{address}`).
 */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
});

export class Api extends Construct {
  /** Without a slash at the end; the stage `$default` adds nothing to it. */
  readonly url: string;
  /** Its figures are those of the whole API. */
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const api = new HttpApi(this, 'Http', {
      apiName: physicalNameOf(this, 'api'),
      createDefaultStage: false,
      ...(props.corsOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: [...props.corsOrigins],
          allowMethods: [
            CorsHttpMethod.GET,
            CorsHttpMethod.POST,
            CorsHttpMethod.PUT,
            CorsHttpMethod.PATCH,
            CorsHttpMethod.DELETE,
          ],
          allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
          maxAge: Duration.hours(1),
        },
      }),
    });
    this.#addRoutes(api, props);
    const logs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/postroom/${physicalNameOf(this, 'api')}`,
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: props.throttle.ratePerSecond, burstLimit: props.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
    this.url = api.apiEndpoint;
    // A handled failure is a 500 with a problem document and no Lambda error: only the gateway sees it.
    addImpactAlarm(this, 'server-errors', {
      of: 'http-api',
      what: 'The HTTP API answered with a server error five times within a minute.',
      ifItFails: 'People see an error instead of their mail and records, and programs that use the API get no answer.',
      metric: this.stage.metricServerError({ statistic: Stats.SUM, period: ALARM_PERIOD }),
      threshold: 5,
      topic: props.alarms,
    });
  }

  /**
   * Plain CloudFormation resources, because aws-cdk-lib hangs a function's integration and permission under whichever route comes first: with a
   * new first route both would be replaced, and requests in between refused. And one permission per function, not per path: a
   * function's policy holds 20 KB (Lambda quotas), of which each path would take some 300 bytes.
   */
  #addRoutes(api: HttpApi, props: ApiProps): void {
    const targets = new Map(props.functions.map((of) => [String(of.folder), this.#integrate(api, of)]));
    const jwt = new HttpAuthorizer(this, 'Jwt', {
      httpApi: api,
      type: HttpAuthorizerType.JWT,
      jwtIssuer: props.tokens.issuer,
      jwtAudience: [props.tokens.audience],
      identitySource: ['$request.header.Authorization'],
    });
    for (const { method, path, access, function: folder } of props.routes) {
      const target = targets.get(folder);
      if (target === undefined) {
        throw new Error(
          `${method} ${path} goes to "${folder}", which is no function of the API: add it in cdk/postroom.ts.`,
        );
      }
      const route = new CfnRoute(this, `${method} ${path}`, {
        apiId: api.apiId,
        routeKey: `${method} ${path}`,
        target,
        ...(access === 'public'
          ? { authorizationType: 'NONE' }
          : { authorizationType: 'JWT', authorizerId: jwt.authorizerId }),
      });
      if (access === 'public') {
        Validations.of(route).acknowledge({
          id: 'AwsSolutions-APIG4',
          reason:
            'Declared public in shared/contracts: who follows it has a signed link or needs no secret, never a token.',
        });
      }
    }
    for (const folder of targets.keys()) {
      if (!props.routes.some((route) => route.function === folder)) {
        throw new Error(
          `No route of shared/contracts/routes.ts goes to "${folder}": a function behind the API needs one.`,
        );
      }
    }
  }

  #integrate(api: HttpApi, of: HttpFunction<Folder>): string {
    const stack = Stack.of(this);
    of.function.addPermission('HttpApi', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      // Any stage, method and path of this API.
      sourceArn: stack.formatArn({ service: 'execute-api', resource: api.apiId, resourceName: '*/*/*' }),
    });
    const integration = new CfnIntegration(of, 'Integration', {
      apiId: api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: of.function.functionArn,
      payloadFormatVersion: '2.0',
    });
    return `integrations/${integration.ref}`;
  }
}
