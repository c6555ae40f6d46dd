/** Text of strangers made fit to be stored, for the other files of this folder. */

/** Neither NUL nor half a character (a wrong charset makes them): what stores or indexes the text refuses them. */
export const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

/** A header's decoded text: an encoded word may hold line ends (RFC 2047 forbids it), and who writes it into a header again makes two. */
export const oneLine = (text: string): string => clean(text).replace(/\p{Cc}+/gu, ' ');
