/** What a mail says itself, without the history it quotes (FEATURES 28). For the panel and for body rules; the whole text is kept beside it. */
import { replyOf } from '../reply/reply-of.ts';
import type { Message } from './message.ts';

/** `Re:`, `AW:`, `SV:`, `Re[2]:`: who answers by hand to a mail of the web has no references. */
const ANSWER = /^\s*\p{L}{2,4}(\[\d{1,3}\])?\s?[:\uff1a]/u;

/** Only a reply quotes: in a new mail or a form, lines such as `From:` are its content. */
const isReply = ({ references, subject }: Message): boolean => references.length > 0 || ANSWER.test(subject);

/** With the signature; the whole text where nothing stands above the quotation. */
export const newPartOf = (message: Message): string => {
  if (!isReply(message)) return message.text;
  const { reply, signature } = replyOf(message.text);
  return [reply, signature].filter((part) => part !== '').join('\n\n') || message.text;
};
