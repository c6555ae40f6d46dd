/** HTTP bodies of the domains a tenant sends from. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { asciiAddress } from '../domain/address/address.ts';
import { PURPOSES } from '../domain/sender-domain/records.ts';
import { instant, line } from './values.ts';

/** 255 octets in all (RFC 1035 section 2.3.4), less the longest name SES and receivers look for below it: 32 letters and `._domainkey.`. */
const MAX_DOMAIN_LENGTH = 200;

const asciiDomain = (domain: string): string | undefined => asciiAddress(`a@${domain}`)?.slice(2);

export const domainName = line(MAX_DOMAIN_LENGTH)
  .refine((value) => /[^.]\.[^.]/.test(value) && (asciiDomain(value)?.length ?? Infinity) <= MAX_DOMAIN_LENGTH, {
    error: 'must be a domain such as example.com, without @, https:// or path',
  })
  .transform((value) => asciiDomain(value) ?? value)
  .meta({ id: 'DomainName', example: 'example.com' });

export const AddDomainBody = z.strictObject({ domain: domainName }).meta({ id: 'AddDomain' });

const purpose = z.enum(PURPOSES);

const Record = z
  .object({
    type: z.enum(['TXT', 'CNAME', 'MX']),
    name: z.string(),
    value: z.string().meta({ description: 'To paste; an MX with its priority in front' }),
    purpose,
    required: z.boolean().meta({ description: 'Without it the domain is not authenticated' }),
    why: z.string(),
    status: z
      .enum(['ok', 'missing', 'wrong', 'unknown'])
      .meta({ description: 'unknown: no name server answered; what was true before stays true' }),
    found: z.array(z.string()).meta({ description: 'What is there now' }),
  })
  .meta({ id: 'DomainRecord' });

const domain = {
  domain: z.string().meta({ example: 'example.com' }),
  authenticated: z.boolean().meta({ description: 'Mail from it may leave through the platform' }),
  score: z.int().min(0).max(100).meta({ description: 'How much of what receivers look for is there' }),
  checkedAt: instant.nullable(),
  requestedAt: instant,
};

export const Domain = z.object(domain).meta({ id: 'Domain' });

export const DomainInFull = z
  .object({
    ...domain,
    records: z.array(Record),
    scoreOf: z.array(z.object({ purpose, weight: z.int(), points: z.int() })),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    today: z
      .object({
        about: z.int().meta({ description: 'Estimated from every 32nd mail; with the mail of all its subdomains' }),
        warnAt: z.int(),
      })
      .meta({ description: "Mail of the organisation's domain through the platform on this UTC day" }),
  })
  .meta({ id: 'DomainInFull' });
