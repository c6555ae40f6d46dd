/** HTTP APIs with Lambda proxy integrations and JWT authorizers. */
import { REGION } from '../../kernel/aws.ts';
import type { IdentityInput, ResourceTypes } from '../resource-type.ts';
import { flag, integer, list, noEffect, object, oneOf, tags, text } from '../shapes.ts';

const FOR_READERS = noEffect('it is for readers');
/** `attribute` is the name under which the type answers its own id to Fn::GetAtt. */
const idOf = (attribute: string) => (input: IdentityInput) => {
  const id = input.id(7);
  return { ref: id, attributes: { [attribute]: id } };
};

export const HTTP_API_TYPES: ResourceTypes = {
  'AWS::ApiGatewayV2::Api': {
    properties: object({ Name: text, ProtocolType: oneOf('HTTP'), Description: FOR_READERS, Tags: tags }, [
      'Name',
      'ProtocolType',
    ]),
    identity: (input) => {
      const id = input.id(10);
      return {
        ref: id,
        attributes: { ApiId: id, ApiEndpoint: input.apiUrl ?? `https://${id}.execute-api.${REGION}.amazonaws.com` },
      };
    },
  },
  'AWS::ApiGatewayV2::Stage': {
    properties: object(
      {
        ApiId: text,
        StageName: text,
        AutoDeploy: flag,
        DefaultRouteSettings: object({
          ThrottlingBurstLimit: integer(0, 5000),
          ThrottlingRateLimit: integer(0, 10_000),
          DetailedMetricsEnabled: noEffect('metrics are not kept here'),
        }),
        AccessLogSettings: noEffect('access logs are for people looking back'),
        Description: FOR_READERS,
        Tags: tags,
      },
      ['ApiId', 'StageName'],
    ),
    identity: (input) => ({ ref: input.given('StageName') ?? '', attributes: {} }),
  },
  'AWS::ApiGatewayV2::Integration': {
    properties: object(
      {
        ApiId: text,
        IntegrationType: oneOf('AWS_PROXY'),
        IntegrationUri: text,
        PayloadFormatVersion: oneOf('2.0'),
        TimeoutInMillis: integer(50, 30_000),
        IntegrationMethod: oneOf('POST'),
        ConnectionType: oneOf('INTERNET'),
        Description: FOR_READERS,
      },
      ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion'],
    ),
    identity: idOf('IntegrationId'),
  },
  'AWS::ApiGatewayV2::Route': {
    properties: object(
      {
        ApiId: text,
        RouteKey: text,
        Target: text,
        AuthorizationType: oneOf('NONE', 'JWT'),
        AuthorizerId: text,
        AuthorizationScopes: list(text),
        OperationName: FOR_READERS,
      },
      ['ApiId', 'RouteKey'],
    ),
    identity: idOf('RouteId'),
  },
  'AWS::ApiGatewayV2::Authorizer': {
    properties: object(
      {
        ApiId: text,
        AuthorizerType: oneOf('JWT'),
        IdentitySource: list(text, 1),
        JwtConfiguration: object({ Audience: list(text), Issuer: text }, ['Audience', 'Issuer']),
        Name: text,
      },
      ['ApiId', 'AuthorizerType', 'IdentitySource', 'JwtConfiguration', 'Name'],
    ),
    identity: idOf('AuthorizerId'),
  },
};
