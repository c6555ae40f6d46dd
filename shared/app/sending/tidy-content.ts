/** What a person wrote, made fit to be sent (FEATURES 136): HTML without scripts and with whole links, and a text part where nobody wrote one. */
import type { Content, HtmlTools } from '../../ports/sending.ts';

export const tidied = (tools: HtmlTools, { html, ...rest }: Content): Content => {
  if (html === undefined) return rest;
  const tidy = tools.tidy(html);
  return rest.text === undefined
    ? { ...rest, html: tidy, text: tools.toText(tidy), textOfHtml: true }
    : { ...rest, html: tidy };
};
