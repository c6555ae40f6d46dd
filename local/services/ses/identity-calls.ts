/** SES v2's operations on identities, as far as domains need them. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateEmailIdentity.html */
import * as z from 'zod';
import { ACCOUNT_ID, AwsError, type HttpRequest, type Permission, REGION } from '#local/kernel/aws.ts';
import type { EmailIdentities } from './identities.ts';
import { notEmulated } from './send-request.ts';

const CreateBody = z.strictObject({
  EmailIdentity: z.string(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});
const MailFromBody = z.strictObject({
  MailFromDomain: z.string(),
  BehaviorOnMxFailure: z.enum(['USE_DEFAULT_VALUE', 'REJECT_MESSAGE']).default('USE_DEFAULT_VALUE'),
});

export type IdentityCall =
  | {
      readonly operation: 'CreateEmailIdentity';
      readonly domain: string;
      readonly tags: z.output<typeof CreateBody>['Tags'];
    }
  | { readonly operation: 'GetEmailIdentity' | 'DeleteEmailIdentity'; readonly domain: string }
  | {
      readonly operation: 'PutEmailIdentityMailFromAttributes';
      readonly domain: string;
      readonly mailFrom: z.output<typeof MailFromBody>;
    };

const PATH = /^\/v2\/email\/identities(?:\/([^/]+)(\/mail-from)?)?$/;

const parsed = <Schema extends z.ZodType>(schema: Schema, body: Buffer, operation: string): z.output<Schema> => {
  const read = schema.safeParse(JSON.parse(body.toString('utf8')));
  if (read.success) return read.data;
  const unknown = read.error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown !== undefined) throw notEmulated(`${unknown.keys.join(', ')} of ${operation}`);
  const reasons = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new AwsError('BadRequestException', 400, reasons.join('; '));
};

const demandDomain = (identity: string): string => {
  if (identity.includes('@')) throw notEmulated('an identity that is an address');
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(identity))
    throw new AwsError('BadRequestException', 400, `Invalid email identity: ${identity}`);
  return identity.toLowerCase();
};

/** Undefined: no call of these. */
export const readIdentityCall = ({ method, path, body }: HttpRequest): IdentityCall | undefined => {
  const [whole, name, mailFrom] = PATH.exec(path) ?? [];
  if (whole === undefined) return undefined;
  if (name === undefined) {
    if (method !== 'POST') return undefined;
    const read = parsed(CreateBody, body, 'CreateEmailIdentity');
    return { operation: 'CreateEmailIdentity', domain: demandDomain(read.EmailIdentity), tags: read.Tags };
  }
  const domain = demandDomain(decodeURIComponent(name));
  if (mailFrom !== undefined) {
    const operation = 'PutEmailIdentityMailFromAttributes';
    return method === 'PUT' ? { operation, domain, mailFrom: parsed(MailFromBody, body, operation) } : undefined;
  }
  if (method === 'GET') return { operation: 'GetEmailIdentity', domain };
  return method === 'DELETE' ? { operation: 'DeleteEmailIdentity', domain } : undefined;
};

/** Tags given while it is made need the right to tag (Service Authorization Reference, Amazon SES v2: dependent actions). */
export const identityPermissions = (call: IdentityCall): Permission[] => {
  const resource = `arn:aws:ses:${REGION}:${ACCOUNT_ID}:identity/${call.domain}`;
  const own = { action: `ses:${call.operation}`, resource };
  return call.operation === 'CreateEmailIdentity' && call.tags.length > 0
    ? [own, { action: 'ses:TagResource', resource }]
    : [own];
};

const absent = (domain: string) => new AwsError('NotFoundException', 404, `Email identity ${domain} does not exist.`);

export const executeIdentityCall = (
  identities: EmailIdentities,
  call: IdentityCall,
): Readonly<Record<string, unknown>> => {
  const { domain } = call;
  switch (call.operation) {
    case 'CreateEmailIdentity': {
      if (!identities.create(domain, call.tags))
        throw new AwsError('AlreadyExistsException', 400, `Email identity ${domain} already exist.`);
      const { IdentityType, VerifiedForSendingStatus, DkimAttributes } = identities.get(domain) ?? {};
      return { IdentityType, VerifiedForSendingStatus, DkimAttributes };
    }
    case 'GetEmailIdentity': {
      const found = identities.get(domain);
      if (found === undefined) throw absent(domain);
      return found;
    }
    case 'PutEmailIdentityMailFromAttributes':
      if (!identities.setMailFrom(domain, call.mailFrom)) throw absent(domain);
      return {};
    case 'DeleteEmailIdentity':
      if (!identities.remove(domain)) throw absent(domain);
      return {};
  }
};
