/** Properties of `AWS::ApiGatewayV2::*` that the embedded gateway runs; any other stops the start. Ranges from "HTTP API quotas". */
import * as z from 'zod';

const Tags = z.record(z.string(), z.string()).optional();

const Cors = z.strictObject({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  MaxAge: z.coerce.number().int().min(-1).max(86_400).optional(),
  AllowCredentials: z.boolean().default(false),
});
export type CorsConfiguration = z.infer<typeof Cors>;

export const ApiProperties = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: Cors.optional(),
  DisableExecuteApiEndpoint: z.literal(false).optional(),
  Tags,
});

const RouteSettings = z.strictObject({
  ThrottlingBurstLimit: z.coerce.number().int().min(0),
  ThrottlingRateLimit: z.coerce.number().min(0),
  DetailedMetricsEnabled: z.boolean().optional(),
});
export type Throttling = z.infer<typeof RouteSettings>;

export const StageProperties = z.strictObject({
  ApiId: z.string(),
  // Any other stage would prefix every path.
  StageName: z.literal('$default'),
  AutoDeploy: z.literal(true),
  Description: z.string().optional(),
  DefaultRouteSettings: RouteSettings.optional(),
  // The access log is CloudWatch's; nothing here reads it.
  AccessLogSettings: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
  Tags,
});

export const IntegrationProperties = z.strictObject({
  ApiId: z.string(),
  Description: z.string().optional(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationMethod: z.literal('POST').optional(),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.coerce.number().int().min(50).max(30_000).default(30_000),
});

export const RouteProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).max(10).default([]),
  OperationName: z.string().optional(),
});

export const AuthorizerProperties = z.strictObject({
  ApiId: z.string(),
  Name: z.string(),
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.string().regex(/^\$request\.header\.[A-Za-z0-9-]+$/, 'only a header is emulated')]),
  JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()).min(1).max(50) }),
});
