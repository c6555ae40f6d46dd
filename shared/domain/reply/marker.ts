/**
 * The word by which we know our own mails again inside an answer. For whoever composes mail: written into it, invisibly (a hidden element with this
 * class or id, or this word in its text), everything below it in an answer is ours. For reply-of.ts and shared/adapters/mime, which cut there first.
 */
export const REPLY_MARKER = 'postroom-reply-above';
