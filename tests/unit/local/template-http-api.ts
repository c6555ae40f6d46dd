/** The HTTP API of the well-wired template: one route behind the authorizer and a public one, both answered by `Receive`. */
export interface TestResource {
  Type: string;
  Properties: Record<string, unknown>;
  [attribute: string]: unknown;
}
export interface TestTemplate {
  Resources: Record<string, TestResource>;
  [section: string]: unknown;
}

export const ref = (name: string) => ({ Ref: name });
export const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });

export const anHttpApi = (): Record<string, TestResource> => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: ref('Api'),
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn('Receive'),
      PayloadFormatVersion: '2.0',
    },
  },
  Jwt: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: ref('Api'),
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: ['postroom'], Issuer: 'https://issuer.example' },
      Name: 'jwt',
    },
  },
  ReadRoute: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: ref('Api'),
      RouteKey: 'GET /v1/mails/{id}',
      Target: { 'Fn::Join': ['/', ['integrations', ref('Integration')]] },
      AuthorizationType: 'JWT',
      AuthorizerId: ref('Jwt'),
    },
  },
  PublicRoute: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: ref('Api'),
      RouteKey: 'GET /v1/openapi.json',
      Target: { 'Fn::Join': ['/', ['integrations', ref('Integration')]] },
      AuthorizationType: 'NONE',
    },
  },
  ApiMayInvoke: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: ref('Receive'),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', ref('Api'), '/*/*/*']] },
    },
  },
});
