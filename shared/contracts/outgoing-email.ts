/** HTTP bodies of the settings of outgoing mail and of sender addresses. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { REPLY_TO_KINDS } from '../domain/sender-address/outgoing-email.ts';
import { ShownTestMode, sendableAddress } from './emails.ts';
import { instant, isUnicode, line, NOT_UNICODE } from './values.ts';

/** Nobody reads more in a list of mails, and with its address it fits a header line (RFC 5322 section 2.1.1). */
export const MAX_NAME_LENGTH = 100;
/** In every mail, and read with every tenant. */
export const MAX_PIECE_LENGTH = 20_000;

const senderName = line(MAX_NAME_LENGTH)
  .refine((value) => !/[\u0080-\u009f\u2028\u2029]/.test(value), {
    error: 'must be one line without control characters',
  })
  .refine((value) => !value.includes('=?'), { error: 'must not contain =?, which mail programs decode' })
  .nullable();

const mailbox = z.strictObject({ address: sendableAddress, name: senderName.default(null) }).nullable();

const recordMail = (of: string) =>
  z
    .strictObject({
      fromName: senderName.default(null),
      replyTo: mailbox.default(null),
      copyTo: z
        .strictObject({ address: sendableAddress, as: z.enum(['cc', 'bcc']).default('cc') })
        .nullable()
        .default(null)
        .meta({ description: 'Gets a copy of every mail from one; counts in the quota like any recipient' }),
    })
    .meta({ description: `Of mail that is sent from ${of}` });

const notifications = z.strictObject({ fromName: senderName.default(null), replyTo: mailbox.default(null) });

export const pieceHtml = z
  .string()
  .max(MAX_PIECE_LENGTH)
  .refine((value) => !value.includes('\u0000'), { error: 'must not contain NUL' })
  .refine(isUnicode, { error: NOT_UNICODE })
  .nullable()
  .meta({ description: 'HTML; what runs or loads by itself is taken out, and a text is made of it' });

const fontFamily = line(100)
  .regex(/^[A-Za-z0-9 ,'-]+$/, { error: "must be names of fonts such as Verdana, 'Open Sans', sans-serif" })
  .nullable();

const testMode = z
  .strictObject({
    kind: z.enum(['redirect', 'hold']).meta({
      description:
        'redirect: all mail goes to the address in place of its recipients; hold: none goes, it fails as held',
    }),
    address: sendableAddress.nullable().default(null),
  })
  .superRefine(({ kind, address }, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['address'], message });
    if (kind === 'redirect' && address === null) wrong('must be given where the kind is redirect');
    if (kind === 'hold' && address !== null) wrong('must be left out where the kind is hold');
  })
  .meta({ description: 'While it is set, no recipient gets mail; mail of Postroom itself goes as ever' });

/** A larger number caps nobody, and each is kept with every recipient. */
const MAX_CAPPED_MAILS = 100;
/** A month: longer than that nobody would wait, or remember. */
const MAX_CAP_DAYS = 31;

const frequencyCap = z
  .strictObject({
    maxMails: z.int().min(1).max(MAX_CAPPED_MAILS),
    days: z.int().min(1).max(MAX_CAP_DAYS),
    minimumGapHours: z
      .int()
      .min(1)
      .max(MAX_CAP_DAYS * 24)
      .nullable()
      .default(null),
  })
  .meta({ description: 'Mails of workflows and campaigns to one person in so many days; more wait, a week at most' });

export const PatchOutgoingEmailBody = z
  .strictObject({
    fromName: senderName.optional().meta({ description: 'In From of all mail that people send' }),
    replyTo: z
      .strictObject({
        kind: z.enum(REPLY_TO_KINDS).meta({
          description:
            'Whom ad-hoc mail is answered to: its From; the user; the primary group of the user; the outgoing server; another address',
        }),
        address: sendableAddress.nullable().default(null),
        name: senderName.default(null),
      })
      .superRefine(({ kind, address, name }, context) => {
        const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
        if (kind === 'other' && address === null) wrong('address', 'must be given where the kind is other');
        if (kind !== 'other' && address !== null) wrong('address', 'must be left out unless the kind is other');
        if (kind !== 'other' && name !== null) wrong('name', 'must be left out unless the kind is other');
      })
      .optional(),
    cases: recordMail('a case').optional(),
    internalTickets: recordMail('an internal ticket').optional(),
    notificationsToUsers: notifications.optional(),
    notificationsToCustomers: notifications.optional(),
    font: z
      .strictObject({ family: fontFamily.default(null), sizePx: z.int().min(8).max(72).nullable().default(null) })
      .optional(),
    signature: pieceHtml.optional(),
    footer: pieceHtml.optional(),
    testMode: testMode.nullable().optional(),
    frequencyCap: frequencyCap.nullable().optional(),
  })
  .meta({ id: 'PatchOutgoingEmail' });

const shownMailbox = z.object({ address: z.string(), name: z.string().nullable() }).nullable();
const shownRecordMail = z.object({
  fromName: z.string().nullable(),
  replyTo: shownMailbox,
  copyTo: z.object({ address: z.string(), as: z.enum(['cc', 'bcc']) }).nullable(),
});
const shownNotifications = z.object({ fromName: z.string().nullable(), replyTo: shownMailbox });
const shownPiece = z.object({ html: z.string(), text: z.string() }).nullable();

export const OutgoingEmail = z
  .object({
    fromName: z.string().nullable(),
    replyTo: z.object({
      kind: z.enum(REPLY_TO_KINDS),
      address: z.string().nullable(),
      name: z.string().nullable(),
    }),
    cases: shownRecordMail,
    internalTickets: shownRecordMail,
    notificationsToUsers: shownNotifications,
    notificationsToCustomers: shownNotifications,
    font: z.object({ family: z.string().nullable(), sizePx: z.int().nullable() }),
    signature: shownPiece,
    footer: shownPiece,
    testMode: ShownTestMode.nullable(),
    frequencyCap: z.object({ maxMails: z.int(), days: z.int(), minimumGapHours: z.int().nullable() }).nullable(),
  })
  .meta({ id: 'OutgoingEmail' });

export const SENDER_STATUSES = ['verified', 'unverified'] as const;

export const SenderAddress = z
  .object({
    address: z.string(),
    status: z.enum(SENDER_STATUSES),
    verifiedAt: instant.nullable(),
    requestedAt: instant.nullable().meta({ description: 'When its owner was first asked' }),
    requestedBy: z.string().nullable(),
    usedBy: z.array(z.string()).meta({ description: 'Users (`users.<id>`), groups (`groups.<id>`), settings' }),
  })
  .meta({ id: 'SenderAddress' });
