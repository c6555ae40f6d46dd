/**
 * Which addresses a customer's mail server may have. Whoever may name a host could else make this account talk to itself, to its network or to the
 * metadata service (OWASP, Server Side Request Forgery). Ranges: IANA IPv4 and IPv6 Special-Purpose Address Registries. Used by adapters/smtp/.
 */

/** First address, prefix length, what it is. */
const V4: readonly (readonly [number, number, string])[] = [
  [0x00000000, 8, 'an address of this machine'],
  [0x0a000000, 8, 'a private address'],
  [0x64400000, 10, 'an address of a shared provider network'],
  [0x7f000000, 8, 'an address of this machine'],
  [0xa9fe0000, 16, 'a link-local address'],
  [0xac100000, 12, 'a private address'],
  [0xc0000000, 24, 'a reserved address'],
  [0xc0000200, 24, 'a reserved address'],
  [0xc0586300, 24, 'a reserved address'],
  [0xc0a80000, 16, 'a private address'],
  [0xc6120000, 15, 'a reserved address'],
  [0xc6336400, 24, 'a reserved address'],
  [0xcb007100, 24, 'a reserved address'],
  [0xe0000000, 3, 'a reserved address'],
];

const whyNotV4 = (address: number): string | undefined =>
  V4.find(([first, length]) => Math.floor(address / 2 ** (32 - length)) === first / 2 ** (32 - length))?.[2];

/**
 * The literal in its one form, or undefined where the text is a name: `0x7f.1`, `017700000001` and `2130706433` are all 127.0.0.1 to a resolver
 * (WHATWG URL, "ends in a number"). IPv6 comes without brackets.
 */
export const literalOf = (host: string): string | undefined => {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const url = `http://${bare.includes(':') ? `[${bare}]` : bare}/`;
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : undefined;
};

const v4Of = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Eight groups of an address in the form of `literalOf`. */
const groupsOf = (text: string): readonly number[] => {
  const [head = '', tail] = text.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [read(head), read(tail ?? '')];
  return tail === undefined ? first : [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
};

const whyNotV6 = (text: string): string | undefined => {
  const groups = groupsOf(text);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const v4 = g * 65_536 + h;
  if (a + b + c + d + e === 0 && f === 0xffff) return whyNotV4(v4);
  // RFC 6052: what a NAT64 gateway turns into that IPv4 address.
  if (a === 0x64 && b === 0xff9b && c + d + e + f === 0) return whyNotV4(v4);
  if (groups.slice(0, 7).every((group) => group === 0)) return 'an address of this machine';
  if (a >= 0xfe80 && a < 0xfec0) return 'a link-local address';
  if (a >= 0xfc00 && a < 0xfe00) return 'a private address';
  // Only 2000::/3 is given out; of it not the tunnels (Teredo, 6to4), in which an IPv4 address of any kind may hide, and the documentation's.
  const isGivenOut = a >= 0x2000 && a < 0x4000;
  const isTunnel = (a === 0x2001 && b < 0x200) || a === 0x2002;
  const isDocumentation = (a === 0x2001 && b === 0xdb8) || (a === 0x3fff && b < 0x1000);
  return isGivenOut && !isTunnel && !isDocumentation ? undefined : 'a reserved address';
};

/** Completes "is ..."; undefined: it is public. `address` is an IPv4 or IPv6 address in any form. */
export const whyNotPublic = (address: string): string | undefined => {
  const literal = literalOf(address);
  if (literal === undefined) return 'no address';
  return literal.includes(':') ? whyNotV6(literal) : whyNotV4(v4Of(literal));
};

/** This very machine: what the embedded cloud may connect to, where mail servers of tests and of developers are. */
export const isLoopback = (address: string): boolean => {
  const literal = literalOf(address);
  return literal === '::1' || (literal?.startsWith('127.') ?? false);
};
