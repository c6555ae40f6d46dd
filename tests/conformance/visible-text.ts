/** What a reader sees of HTML: without tags, style, script and comments, entities decoded. For comparing with the corpus, not for showing. */
import sanitizeHtml from 'sanitize-html';

/** The serializer leaves these four encoded; it has decoded all others. */
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

export const visibleText = (html: string): string =>
  sanitizeHtml(html, { allowedTags: [], allowedAttributes: {} }).replace(
    /&(?:amp|lt|gt|quot);/g,
    (entity) => ENTITIES[entity] ?? entity,
  );
