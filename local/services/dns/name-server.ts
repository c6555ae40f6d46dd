/**
 * A name server for the functions of this machine, over UDP (RFC 1035): it answers from the zone file and knows nothing else, so that nobody needs the internet.
 * Functions ask it with the resolver they are deployed with (environment.ts names it).
 */
import { createSocket } from 'node:dgram';
import type { Zone, ZoneType } from './zone.ts';

const HEADER_BYTES = 12;
const TYPES: Readonly<Record<number, ZoneType>> = { 5: 'CNAME', 15: 'MX', 16: 'TXT' };
/** Answers are not kept: the next question sees what was pasted in between. */
const TTL_SECONDS = 0;
const NO_SUCH_NAME = 3;

interface Question {
  readonly name: string;
  readonly type: number;
  /** Behind the question. */
  readonly end: number;
}

/** Undefined: no question that anybody here asks. */
const readQuestion = (message: Buffer): Question | undefined => {
  if (message.length < HEADER_BYTES || message.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    if (length > 63 || at + 1 + length >= message.length) return undefined;
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  if (at + 5 > message.length) return undefined;
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 };
};

const nameBytes = (host: string): Buffer =>
  Buffer.concat([
    ...host
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ]);

/** Strings of 255 octets at most (section 3.3). */
const textBytes = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  const strings: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    strings.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(strings);
};

const dataOf = (type: ZoneType, value: string): Buffer => {
  if (type === 'TXT') return textBytes(value);
  if (type === 'CNAME') return nameBytes(value);
  const [, priority = '0', host = ''] = /^(\d+)\s*(\S*)$/.exec(value) ?? [];
  const number = Buffer.alloc(2);
  number.writeUInt16BE(Number(priority) % 65_536);
  return Buffer.concat([number, nameBytes(host)]);
};

const recordOf = (type: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(12);
  // The name of the question (section 4.1.4).
  head.writeUInt16BE(0xc000 + HEADER_BYTES, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(TTL_SECONDS, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
};

/** Undefined: not to be answered. */
export const answerTo = (message: Buffer, zone: Zone): Buffer | undefined => {
  const question = readQuestion(message);
  if (question === undefined) return undefined;
  const type = TYPES[question.type];
  const found = zone.find(question.name, type ?? 'TXT');
  const values = type === undefined ? [] : (found ?? []);
  const records = type === undefined ? [] : values.map((value) => recordOf(question.type, dataOf(type, value)));
  const head = Buffer.from(message.subarray(0, HEADER_BYTES));
  // An authoritative answer, recursion available.
  head.writeUInt16BE(0x8580 + (found === undefined ? NO_SUCH_NAME : 0), 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, message.subarray(HEADER_BYTES, question.end), ...records]);
};

export interface NameServer {
  /** `127.0.0.1:5353` */
  readonly address: string;
  stop(): Promise<void>;
}

export const startNameServer = (zone: Zone, host: string): Promise<NameServer> =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', reject);
    socket.on('message', (message, { port, address }) => {
      const answer = answerTo(message, zone);
      if (answer !== undefined) socket.send(answer, port, address);
    });
    socket.bind(0, host, () => {
      const stop = () => new Promise<void>((stopped) => socket.close(() => stopped()));
      resolve({ address: `${host}:${socket.address().port}`, stop });
    });
  });
