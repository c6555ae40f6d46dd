/**
 * Was it a person? Mail programs and filters fetch pictures and follow links by themselves; counted with the rest they would say that everybody reads everything
 * (FEATURES 199). What tells them is a sign and no proof, so they are counted apart with the reason and not thrown away.
 */

export type MachineSign =
  /** A mail program's proxy fetched the picture: Apple's (Mail Privacy Protection) whether the mail is read or not, Gmail's and Yahoo's for their readers. */
  | 'picture-proxy'
  /** It names itself a scanner, a robot or a program. */
  | 'scanner'
  /** Fetched ahead, in case somebody goes there. */
  | 'prefetch'
  /** Before a person could have opened it. */
  | 'too-soon'
  /** Several links within a moment. */
  | 'all-at-once';

export interface Request {
  readonly userAgent: string;
  /** The headers Sec-Purpose, Purpose and X-Moz; browsers name a prefetch in one of them. */
  readonly purpose: string;
  readonly atMs: number;
}

/** From being handed over to the eyes of a person: no mailbox is faster, and filters look at links before they deliver. */
const TOO_SOON_MS = 10_000;

const PROXIES = /GoogleImageProxy|ggpht\.com|YahooMailProxy/i;

const SCANNERS = new RegExp(
  [
    'bot\\b|crawl|spider|slurp|preview|scan|monitor|headless|phantomjs|selenium|puppeteer|playwright',
    'safelinks|proofpoint|urldefense|mimecast|barracuda|ironport|forcepoint|symantec|trendmicro|sophos|messagelabs|zscaler|fortiguard|cisco',
    '^(curl|wget|python|java|go-http|okhttp|node|axios|undici|libwww|lwp|ruby|php|perl|apache-httpclient|guzzle|httpx?)\\b',
  ].join('|'),
  'i',
);

/** Apple's proxy says this much and no more (Mail Privacy Protection, seen since September 2021). */
const APPLE_PROXY = 'Mozilla/5.0';

/** `sentAt`: when the mail was handed over; undefined: it is not yet known to have gone. */
export const machineSign = (request: Request, sentAt: string | undefined): MachineSign | undefined => {
  const userAgent = request.userAgent.trim();
  if (userAgent === APPLE_PROXY || PROXIES.test(userAgent)) return 'picture-proxy';
  if (userAgent === '' || SCANNERS.test(userAgent)) return 'scanner';
  if (/prefetch|prerender|preview/i.test(request.purpose)) return 'prefetch';
  return sentAt === undefined || request.atMs - Date.parse(sentAt) < TOO_SOON_MS ? 'too-soon' : undefined;
};

/** The CRM shows its users the mails they sent; looking at one's own mail says nothing about the customer (FEATURES 200). */
export const isOwnUser = (referer: string, crmOrigins: readonly string[]): boolean =>
  URL.canParse(referer) && crmOrigins.includes(new URL(referer).origin);
