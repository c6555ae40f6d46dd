/**
 * Certificates for mail servers of tests, signed by themselves: for any name, of any time. Made here because one in a file would run out one day. DER of
 * RFC 5280 section 4.1, written by hand: there is no certificate to be had from Node.
 */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const integer = (n: number) => der(0x02, Buffer.from([n]));
const timeOf = (year: number) => der(0x18, Buffer.from(`${year}0101000000Z`));

const ECDSA_WITH_SHA256 = sequence(oid('2a8648ce3d040302'));
const COMMON_NAME = oid('550403');
const SUBJECT_ALT_NAME = oid('551d11');

export const aCertificate = (more: {
  readonly dns?: readonly string[];
  readonly ip?: readonly (readonly number[])[];
  readonly until?: number;
}) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { dns = [], ip = [], until = 2125 } = more;
  const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(randomUUID())))));
  const names = sequence(
    ...dns.map((one) => der(0x82, Buffer.from(one))),
    ...ip.map((one) => der(0x87, Buffer.from(one))),
  );
  const toSign = sequence(
    der(0xa0, integer(2)),
    integer(1),
    ECDSA_WITH_SHA256,
    name,
    sequence(timeOf(2020), timeOf(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(SUBJECT_ALT_NAME, der(0x04, names)))),
  );
  const whole = sequence(toSign, ECDSA_WITH_SHA256, bits(sign('sha256', toSign, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
