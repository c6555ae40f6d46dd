/**
 * What a tracked link carries: whose mail, which reader, which link, and a MAC over it. Neither the address of the reader nor where the link leads: that is looked
 * up, so a link of ours leads nowhere but where the sender meant (FEATURES 201; a parameter with the target would be an open redirect, CWE-601).
 */
/** The copy of a mail that goes to several is the same for all of them: nobody knows who of them it was. */
export type Reader = number | 'all';

export interface TrackedPlace {
  readonly tenant: string;
  readonly mailId: string;
  /** Which content of the mail: an edit may have replaced its links. */
  readonly edition: string;
  readonly reader: Reader;
  /** From 0; `pixel` is the invisible picture that says the mail was opened. */
  readonly link: number | 'pixel';
}

const PLACE =
  /^([a-z0-9][a-z0-9-]{0,62})\.([0-9a-hjkmnp-tv-z]{26})\.([0-9a-f]{8})\.(all|\d{1,2})\.(pixel|\d{1,3})\.([0-9a-hjkmnp-tv-z]{10})$/;

/** As `Ids` has them (shared/ports/clock.ts). */
interface Maker {
  mac(secret: string, ...parts: readonly string[]): string;
  digest(...parts: readonly string[]): string;
}

/** Of the place where the content lies. */
export const editionOf = (ids: Pick<Maker, 'digest'>, content: string): string => ids.digest(content).slice(0, 8);

const partsOf = ({ tenant, mailId, edition, reader, link }: TrackedPlace) => [
  tenant,
  mailId,
  edition,
  String(reader),
  String(link),
];

/** `tracking` first: the same secret signs the addresses of records, and neither may pass for the other. */
const macOf = (ids: Maker, secret: string, place: TrackedPlace) => ids.mac(secret, 'tracking', ...partsOf(place));

export const trackingToken = (ids: Maker, secret: string, place: TrackedPlace): string =>
  [...partsOf(place), macOf(ids, secret, place)].join('.');

export interface ClaimedPlace extends TrackedPlace {
  readonly mac: string;
}

/** What a token says it is; nothing of it is proven. */
export const readToken = (token: string): ClaimedPlace | undefined => {
  const [, tenant, mailId, edition, reader, link, mac] = PLACE.exec(token) ?? [];
  if (tenant === undefined || mailId === undefined || edition === undefined || mac === undefined) return undefined;
  return {
    tenant,
    mailId,
    edition,
    mac,
    reader: reader === 'all' ? reader : Number(reader),
    link: link === 'pixel' ? link : Number(link),
  };
};

/** By digests: how long two of them take to differ says nothing about the MAC. */
export const isGenuine = (ids: Maker, secret: string, claimed: ClaimedPlace): boolean =>
  ids.digest(macOf(ids, secret, claimed)) === ids.digest(claimed.mac);
