/**
 * HTML that a person of the tenant wrote or pasted, made fit to be sent (FEATURES 136): what runs is taken out, because mail servers take it for an attack and refuse or
 * mark the mail; links without `http://` would lead nowhere in a mail program; what a style sheet says is put into the elements. HTML that needs nothing comes back byte for byte: nobody's layout is rewritten in vain.
 */
import sanitizeHtml from 'sanitize-html';
import type { HtmlTools } from '../../ports/sending.ts';
import { inlineStyles } from './inline-styles.ts';
import { textOfHtml } from './text-of-html.ts';

const RUNNING = ['script', 'noscript', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'base'];
const RUNNING_TAG = new RegExp(`<\\s*/?\\s*(?:${RUNNING.join('|')})\\b|http-equiv`, 'i');
/** These two are asked of a megabyte of anything: none may look at the same letters again from each `<` or blank on. */
const HANDLER = /<[^<>]*[\s"'/]on[a-z]+\s*=/i;
/** Browsers skip white space and control characters in a scheme, and read references in it. */
const RUNNING_SCHEME = /(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:|data\s*:\s*text\/html/i;
const WRITTEN_ROUND = /\b(?:href|src|action|background)\s*=\s*["']?[^"'>]{0,2000}?&(?:#|colon|tab|newline)/i;
const BARE_LINK = /\bhref\s*=\s*["']?\s*(?:www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#"'\s>]|$))/i;
const SPACE_IN_SOURCE = /\bsrc\s*=\s*(?:"[^"\s]*\s[^"]*"|'[^'\s]*\s[^']*')/i;

const NEEDS = [RUNNING_TAG, HANDLER, RUNNING_SCHEME, WRITTEN_ROUND, BARE_LINK, SPACE_IN_SOURCE];

/** A name of the web, perhaps with a path: what people type instead of a URL. An address is none. */
const NAME = /^(?:www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|$))/i;

const wholeLink = (href: string): string => {
  const trimmed = href.trim();
  return NAME.test(trimmed) ? `http://${trimmed}` : trimmed;
};

const DOCTYPE = /^\s*<!doctype[^>]*>/i;

const withoutRunning = (html: string): string =>
  NEEDS.some((needed) => needed.test(html))
    ? (DOCTYPE.exec(html)?.[0] ?? '') +
      sanitizeHtml(html, {
        allowedTags: false,
        allowedAttributes: false,
        allowVulnerableTags: true,
        allowedSchemes: ['http', 'https', 'mailto', 'tel', 'sms', 'cid', 'ftp'],
        allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
        nonTextTags: ['script', 'noscript'],
        exclusiveFilter: ({ tag, attribs }) => RUNNING.includes(tag) || attribs['http-equiv'] === 'refresh',
        transformTags: {
          '*': (tagName, attributes) => {
            const kept = Object.entries(attributes).flatMap(([name, value]): [string, string][] => {
              if (/^on/i.test(name)) return [];
              if (name === 'href') return [[name, wholeLink(value)]];
              return [[name, name === 'src' ? value.trim().replace(/\s/g, '%20') : value]];
            });
            return { tagName, attribs: Object.fromEntries(kept) };
          },
        },
      })
    : html;

const tidy = (html: string): string => inlineStyles(withoutRunning(html));

export const htmlTools: HtmlTools = { tidy, toText: textOfHtml };
