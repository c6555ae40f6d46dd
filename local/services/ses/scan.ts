/**
 * Content scanning, in and out. Nothing is scanned here but for the two public test strings, which exist so that a verdict can be
 * provoked: GTUBE (https://spamassassin.apache.org/gtube/) and EICAR (SES guide, "Testing Reject events").
 */
const GTUBE = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
const EICAR = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
/** The test file begins with the string, so an attachment's first base64 line (76 characters, RFC 2045 section 6.8) holds 54 bytes of it. */
const EICAR_BASE64 = Buffer.from(EICAR).subarray(0, 54).toString('base64');

export const holdsSpam = (raw: Buffer): boolean => raw.includes(GTUBE);
export const holdsVirus = (raw: Buffer): boolean => raw.includes(EICAR) || raw.includes(EICAR_BASE64);
