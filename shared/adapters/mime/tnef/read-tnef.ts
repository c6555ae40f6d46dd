/**
 * Takes apart `winmail.dat` (TNEF), in which Outlook sends text and attachments to those whom it takes for Outlook users (FEATURES 29;
 * [MS-OXTNEF]). For whoever parses mail: without it a customer's files are one attachment that nobody can open. Never throws, never reads outside the
 * content, linear in its length; contents of attachments are views of it, not copies.
 */
import { oneLine } from '../clean.ts';
import { ATTRIBUTE, type TnefAttribute, tnefStream } from './attributes.ts';
import { textIn, UTF_16 } from './code-pages.ts';
import { readCompressedRtf } from './compressed-rtf.ts';
import { type MapiProperty, mapiPropertiesIn, TYPE } from './mapi-properties.ts';

export interface TnefAttachment {
  /** Without folders; empty where the stream has none. */
  readonly name: string;
  readonly contentType?: string;
  readonly content: Uint8Array;
}

export interface TnefBody {
  readonly html?: string;
  readonly rtf?: string;
  readonly text?: string;
}

export interface Tnef {
  readonly key: number;
  readonly attachments: readonly TnefAttachment[];
  readonly body: TnefBody;
}

type Properties = ReadonlyMap<number, MapiProperty>;

/** [MS-OXPROPS]. */
const PROPERTY = {
  body: 0x1000,
  rtfCompressed: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachFilename: 0x3704,
  attachLongFilename: 0x3707,
  attachMimeTag: 0x370e,
  internetCodePage: 0x3fde,
  messageCodePage: 0x3ffd,
} as const;

/** An object begins with the id of its interface ([MS-OXTNEF] section 2.1.3.3.15). */
const INTERFACE_ID_BYTES = 16;

/** IID_IMessage: the object is a whole TNEF stream again. Others are compound files (OLE), as they are. */
const MESSAGE_INTERFACE = '0703020000000000c000000000000046';

/** As in mail itself; a stream of millions of empty attachments is an attack. */
const MAX_ATTACHMENTS = 1_000;

const WESTERN = 1252;

const textOf = (property: MapiProperty | undefined, codePage: number): string => {
  if (property === undefined) return '';
  if (property.type === TYPE.unicode) return textIn(property.value, UTF_16);
  return property.type === TYPE.string8 || property.type === TYPE.binary ? textIn(property.value, codePage) : '';
};

const numberOf = (property: MapiProperty | undefined): number | undefined =>
  property?.type === TYPE.integer32 && property.value.length === 4
    ? Buffer.from(property.value).readUInt32LE()
    : undefined;

/** A path is of the sender's machine, and nobody else's. */
const baseName = (name: string): string =>
  oneLine(name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)).trim();

/** The attributes of one attachment, not yet decoded: the code page may come behind them. */
type Parts = Map<number, Uint8Array>;

const contentOf = (values: Parts, properties: Properties): Uint8Array => {
  const data = properties.get(PROPERTY.attachData);
  const attached = values.get(ATTRIBUTE.attachmentData);
  if (data?.type === TYPE.object) return data.value.subarray(INTERFACE_ID_BYTES);
  return attached ?? data?.value ?? new Uint8Array(0);
};

const isMessage = (data: MapiProperty | undefined): boolean =>
  data?.type === TYPE.object &&
  Buffer.from(data.value.subarray(0, INTERFACE_ID_BYTES)).toString('hex') === MESSAGE_INTERFACE;

const attachmentOf = (values: Parts, codePage: number): TnefAttachment => {
  const properties = mapiPropertiesIn(values.get(ATTRIBUTE.attachmentProperties) ?? new Uint8Array(0));
  const attributeText = (id: number) => textIn(values.get(id) ?? new Uint8Array(0), codePage);
  const names = [
    textOf(properties.get(PROPERTY.attachLongFilename), codePage),
    // The title is the name cut to 8.3, but for what has no file name (a message, an OLE object): there it is its title.
    attributeText(ATTRIBUTE.attachmentTitle),
    textOf(properties.get(PROPERTY.displayName), codePage),
    textOf(properties.get(PROPERTY.attachFilename), codePage),
    attributeText(ATTRIBUTE.attachmentTransportName),
  ];
  const mimeTag = oneLine(textOf(properties.get(PROPERTY.attachMimeTag), codePage)).trim();
  const contentType =
    mimeTag === '' && isMessage(properties.get(PROPERTY.attachData)) ? 'application/vnd.ms-tnef' : mimeTag;
  return {
    name: names.map(baseName).find((name) => name !== '') ?? '',
    ...(contentType === '' ? {} : { contentType }),
    content: contentOf(values, properties),
  };
};

const bodyOf = (plain: Uint8Array | undefined, properties: Properties, codePage: number): TnefBody => {
  const internetCodePage = numberOf(properties.get(PROPERTY.internetCodePage)) ?? codePage;
  const html = textOf(properties.get(PROPERTY.html), internetCodePage);
  const compressed = properties.get(PROPERTY.rtfCompressed);
  const rtf = compressed?.type === TYPE.binary ? readCompressedRtf(compressed.value) : undefined;
  const text = textOf(properties.get(PROPERTY.body), codePage) || textIn(plain ?? new Uint8Array(0), codePage);
  return {
    ...(html === '' ? {} : { html }),
    ...(rtf === undefined || rtf === '' ? {} : { rtf }),
    ...(text === '' ? {} : { text }),
  };
};

const WANTED: ReadonlySet<number> = new Set(Object.values(ATTRIBUTE));

/** The first of each id counts. */
const keep = (values: Parts | undefined, { id, value }: TnefAttribute): void => {
  if (WANTED.has(id) && values?.has(id) === false) values.set(id, value);
};

const codePageOf = (declared: Uint8Array | undefined, properties: Properties): number =>
  declared !== undefined && declared.length >= 4
    ? Buffer.from(declared).readUInt32LE()
    : (numberOf(properties.get(PROPERTY.messageCodePage)) ?? WESTERN);

/** @returns undefined: no TNEF. What is cut short or damaged gives what stands before the damage. */
export const readTnef = (content: Uint8Array): Tnef | undefined => {
  const stream = tnefStream(content);
  if (stream === undefined) return undefined;
  const ofMessage: Parts = new Map();
  const attachments: Parts[] = [];
  for (const attribute of stream.attributes) {
    if (!attribute.isOfAttachment) keep(ofMessage, attribute);
    else {
      if (attribute.id === ATTRIBUTE.attachmentBegins || attachments.length === 0) attachments.push(new Map());
      if (attachments.length > MAX_ATTACHMENTS) break;
      keep(attachments.at(-1), attribute);
    }
  }
  const properties = mapiPropertiesIn(ofMessage.get(ATTRIBUTE.messageProperties) ?? new Uint8Array(0));
  const codePage = codePageOf(ofMessage.get(ATTRIBUTE.codePage), properties);
  return {
    key: stream.key,
    attachments: attachments.slice(0, MAX_ATTACHMENTS).map((parts) => attachmentOf(parts, codePage)),
    body: bodyOf(ofMessage.get(ATTRIBUTE.body), properties, codePage),
  };
};
