/** A page of our own without script, cookie or anything loaded; its one form comes back here. For whoever follows a link without a token. */
import type { HttpAnswer } from '#shared/edge/http.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

const STYLE =
  'body{font:16px/1.5 sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}';

/** @param title @param body HTML */
export const page = (status: number, title: string, body: string): HttpAnswer => ({
  status,
  headers: HEADERS,
  text: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${body}</body></html>`,
});
