/** Reads and parses a raw mail inside bounds, at most once however many mailboxes it went to. */
import { Failure } from '../../domain/failure.ts';
import { type Reason, reasonOf } from '../../domain/mailroom/reason.ts';
import { type BOUNDS, checkBounds } from '../../domain/message/bounds.ts';
import type { Message } from '../../domain/message/message.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import type { ParseMail } from '../../ports/mail-parser.ts';

export type Opened =
  | { readonly kind: 'opened'; readonly message: Message }
  /** Not a mail that can be read; trying again would end the same. */
  | { readonly kind: 'unfit'; readonly reason: Reason };

export type OpenMail = (rawKey: string) => () => Promise<Opened>;

const WORDS: Record<keyof typeof BOUNDS, string> = {
  mailBytes: 'bytes in all',
  headerBytes: 'bytes of headers',
  headerFields: 'headers',
  boundaryLines: 'part boundaries',
  containers: 'nested parts',
};

export const makeOpenMail =
  (deps: { readonly files: Pick<MailFiles, 'readRaw'>; readonly parseMail: ParseMail }): OpenMail =>
  (rawKey) => {
    let opening: Promise<Opened> | undefined;
    const read = async (): Promise<Opened> => {
      const raw = await deps.files.readRaw(rawKey);
      const verdict = checkBounds(raw);
      if (verdict.kind === 'fit') return { kind: 'opened', message: await deps.parseMail(raw) };
      const detail = `It has more than ${verdict.limit.toLocaleString('en')} ${WORDS[verdict.what]}.`;
      return { kind: 'unfit', reason: reasonOf('too-complex', detail) };
    };
    const open = async (): Promise<Opened> => {
      try {
        return await read();
      } catch (failure) {
        if (!(failure instanceof Failure) || failure.kind !== 'invalid-input') throw failure;
        return { kind: 'unfit', reason: reasonOf('unreadable-mail') };
      }
    };
    return () => {
      opening ??= open();
      return opening;
    };
  };
