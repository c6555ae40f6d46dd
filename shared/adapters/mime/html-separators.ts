/**
 * The elements by which mail clients mark the mail that is answered. For html-lines.ts. Where a client marks nothing (Outlook on Windows, Yahoo
 * of old, Samsung), the lines of text tell: shared/domain/reply.
 */
import { REPLY_MARKER } from '#shared/domain/reply/marker.ts';

/**
 * `ours`: our own mark. `onward`: from here to the end of the mail. `block`: the element. `attributed`: what stands in it before its first
 * blockquote (Gmail puts the whole of an answer between the quotations into it too), all of it when it has none.
 */
export type Separator = 'ours' | 'onward' | 'block' | 'attributed';

export type Attributes = Readonly<Record<string, string>>;

const ONWARD_IDS: ReadonlySet<string> = new Set([
  ...['divrplyfwdmsg', 'appendonsend'], // Outlook on the web, Outlook.com, the new Outlook
  'stopspelling', // Hotmail, Windows Live
  'zwchr', // Zimbra
  'ms-outlook-mobile-body-separator-line',
  'lgqm_quote', // LG
  'spiceworks-reply-above', // a help desk that answers into ours
]);

const BLOCK_IDS: ReadonlySet<string> = new Set([
  'olk_src_body_section', // Outlook for Mac
  'mail-editor-reference-message-container', // Outlook for Android, the new Outlook
  'reply-intro', // Roundcube
  'isreplycontent', // NetEase
  'replysplit',
  'oriquote',
  'yahoo_quoted',
]);

const BLOCK_CLASSES: ReadonlySet<string> = new Set([
  ...['gmail_attr', 'moz-cite-prefix', 'yahoo_quoted', 'yqt', 'protonmail_quote', 'tutanota_quote', 'zmail_extra'],
  ...['zmail_extra_hr', 'ms-outlook-mobile-reference-message', 'airmail_on', 'airmail_ext_on', 'front-blockquote'],
  ...['ntes-mailmaster-quote', 'foxmail_quote', 'mail_quote', 'mailbird_quote', 'fm-quote', 'mb_quote', 'cite_quote'],
  ...['skiff_quote', 'hey_quote', 'superhuman-quote', 'missive_quote', 'sh-quoted-content', 'quoted-mail-previous'],
]);

/** Spark gives its sections names instead of ids. */
const BLOCK_NAMES: ReadonlySet<string> = new Set(['messagereplysection', 'quote']);

const tokensOf = (value: string | undefined): readonly string[] =>
  (value ?? '').slice(0, 500).toLowerCase().split(/\s/u);

/** Yahoo numbers its ids (`yahoo_quoted_0123`) and joins its classes with a random prefix (`ydp1a2byahoo_quoted`). */
const isYahoo = (token: string): boolean =>
  token.startsWith('yahoo_quoted_') || /^ydp\w{1,24}yahoo_quoted$/.test(token);

export const separatorOf = (name: string, attributes: Attributes): Separator | undefined => {
  const classes = tokensOf(attributes['class']);
  const [id = ''] = tokensOf(attributes['id']);
  if (id === REPLY_MARKER || classes.includes(REPLY_MARKER)) return 'ours';
  if (ONWARD_IDS.has(id)) return 'onward';
  if (name === 'blockquote') return undefined;
  if (BLOCK_IDS.has(id) || BLOCK_NAMES.has(tokensOf(attributes['name'])[0] ?? '')) return 'block';
  if ([id, ...classes].some((token) => BLOCK_CLASSES.has(token) || isYahoo(token))) return 'block';
  return classes.includes('gmail_quote') || classes.includes('gmail_quote_container') ? 'attributed' : undefined;
};

/** The buttons for indentation of Gmail, Apple Mail and Outlook make a blockquote without a line beside it: the writer's own words. */
const isIndentation = (attributes: Attributes): boolean =>
  tokensOf(attributes['class']).includes('webkit-indent-blockquote') ||
  /(^|;)border:(none|0|0px|medium none)/.test(
    (attributes['style'] ?? '').slice(0, 500).toLowerCase().replace(/\s/gu, ''),
  );

/**
 * Whether a blockquote holds the answered mail. Gmail's outside a `gmail_quote` division come from its button for quotations, in the writer's own
 * text; if an attribution stands above, that one tells.
 */
export const isQuotation = (attributes: Attributes, inAttributed: boolean): boolean =>
  attributes['type'] === 'cite' ||
  (!isIndentation(attributes) && (inAttributed || !tokensOf(attributes['class']).includes('gmail_quote')));
