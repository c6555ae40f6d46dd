/**
 * STS AssumeRole into roles of other AWS accounts. Both sides must allow it: the caller's own policies (the endpoint asks them), and the role, which here trusts one
 * external id. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
import { AwsError, type AwsService, type HttpAnswer } from '#local/kernel/aws.ts';
import type { Identities } from '#local/kernel/identities.ts';
import type { Elsewhere, SesElsewhere } from './elsewhere.ts';

const SESSION_MS = 60 * 60 * 1000;
const KNOWN = new Set(['Action', 'Version', 'RoleArn', 'ExternalId', 'RoleSessionName']);

const xml = (status: number, body: string): HttpAnswer => ({ status, headers: { 'content-type': 'text/xml' }, body });

interface AssumeRole {
  readonly roleArn: string;
  readonly externalId: string;
  readonly session: string;
}

export interface Sts {
  readonly service: AwsService<AssumeRole>;
  /** The role behind an access key that was given out here. */
  readonly roleOf: (accessKeyId: string) => SesElsewhere | undefined;
}

export const makeSts = (parts: {
  readonly elsewhere: Elsewhere;
  readonly identities: Identities;
  readonly now: () => number;
}): Sts => {
  const { elsewhere, identities, now } = parts;
  const sessions = new Map<string, { readonly roleArn: string; readonly untilMs: number }>();
  return {
    roleOf: (accessKeyId) => {
      const session = sessions.get(accessKeyId);
      return session === undefined || session.untilMs <= now() ? undefined : elsewhere.ses(session.roleArn);
    },
    service: {
      service: 'sts',
      throttlingCode: 'Throttling',
      read: ({ body }) => {
        const form = new URLSearchParams(body.toString());
        const strange = [...form.keys()].find((name) => !KNOWN.has(name));
        if (form.get('Action') !== 'AssumeRole' || strange !== undefined)
          throw new AwsError('NotEmulated', 501, `STS ${form.get('Action')} ${strange ?? ''} is not emulated.`);
        const roleArn = form.get('RoleArn') ?? '';
        const session = form.get('RoleSessionName') ?? '';
        if (!/^[\w+=,.@-]{2,64}$/.test(session))
          throw new AwsError('ValidationError', 400, 'Value at roleSessionName failed to satisfy constraint.');
        return {
          ...{ service: 'sts', operation: 'AssumeRole' },
          permissions: [{ action: 'sts:AssumeRole', resource: roleArn }],
          input: { roleArn, session, externalId: form.get('ExternalId') ?? '' },
        };
      },
      execute: async ({ input: { roleArn, externalId, session } }, caller) => {
        const role = elsewhere.ses(roleArn);
        if (role === undefined || role.externalId !== externalId)
          throw new AwsError(
            'AccessDenied',
            403,
            `User: ${caller.functionName} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
          );
        const { functionName, kill } = caller;
        const given = identities.issue({
          principal: { kind: 'role', roleArn, functionName },
          functionName,
          ...(kill === undefined ? {} : { kill }),
        });
        const untilMs = now() + SESSION_MS;
        sessions.set(given.accessKeyId, { roleArn, untilMs });
        const { accessKeyId, secretAccessKey, sessionToken } = given;
        const answer = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><Arn>${roleArn}/${session}</Arn><AssumedRoleId>AROA:${session}</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${new Date(untilMs).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
        // STS costs nothing.
        return { answer: xml(200, answer), units: [] };
      },
      refuse: (error) =>
        xml(
          error.status,
          `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${error.code}</Code><Message>${error.message.replace(/[<>&]/g, ' ')}</Message></Error></ErrorResponse>`,
        ),
    },
  };
};
