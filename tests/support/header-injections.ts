/** What would start a header field of the writer's own, and every string of a mail that may end up in one; by the name the API gives the field. */
const mail = { to: ['ada@shop.example'], subject: 'Hello' };
const file = { name: 'a.pdf', contentType: 'application/pdf', content: 'eA==' };

export const INJECTIONS: Readonly<Record<string, string>> = {
  'CR LF': '\r\nBcc: evil@evil.example',
  CR: '\rBcc: evil@evil.example',
  LF: '\nBcc: evil@evil.example',
  NUL: '\u0000',
  'U+2028': '\u2028Bcc: evil@evil.example',
  'U+2029': '\u2029x',
  'U+0085': '\u0085x',
  'half a surrogate pair': '\ud83d',
};

/** Every string that ends up in a header. */
export const PLACES: Readonly<Record<string, (evil: string) => unknown>> = {
  from: (evil) => ({ ...mail, from: `ada${evil}@shop.example` }),
  replyTo: (evil) => ({ ...mail, replyTo: `ada@shop.example${evil}` }),
  'to.0': (evil) => ({ ...mail, to: [`ada@shop.example${evil}`] }),
  'cc.0': (evil) => ({ ...mail, cc: [`a${evil}b@shop.example`] }),
  'bcc.0': (evil) => ({ ...mail, bcc: [`${evil}ada@shop.example`] }),
  subject: (evil) => ({ ...mail, subject: `Hello${evil}` }),
  'attachments.0.name': (evil) => ({ ...mail, attachments: [{ ...file, name: `a${evil}.pdf` }] }),
  'attachments.0.contentType': (evil) => ({ ...mail, attachments: [{ ...file, contentType: `text/plain${evil}` }] }),
  'attachments.0.uploadId': (evil) => ({ ...mail, attachments: [{ uploadId: `01jd3x8q4v7m0000000000000${evil}` }] }),
  'record.module': (evil) => ({ ...mail, record: { module: `cases${evil}`, id: '01jd3x8q4v7m0000000000000a' } }),
  'record.id': (evil) => ({ ...mail, record: { module: 'cases', id: `01jd3x8q4v7m0000000000000a${evil}` } }),
};
