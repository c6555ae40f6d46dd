/** Reads and parses a raw mail inside bounds, at most once however many mailboxes it went to. */
import { Failure } from '../../domain/failure.ts';
import { type Reason, reasonOf } from '../../domain/mailroom/reason.ts';
import { type BOUNDS, makeBoundsCheck } from '../../domain/message/bounds.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import type { ParseMail, ReadMail } from '../../ports/mail-parser.ts';

export type Opened =
  | { readonly kind: 'opened'; readonly mail: ReadMail }
  /** Not a mail that can be read; trying again would end the same. */
  | { readonly kind: 'unfit'; readonly reason: Reason };

export interface MailOpener {
  open(): Promise<Opened>;
  /** Whoever made the opener closes it, opened or not: attachments may lie in files. */
  close(): Promise<void>;
}

export type OpenMail = (rawKey: string) => MailOpener;

const WORDS: Record<keyof typeof BOUNDS, string> = {
  mailBytes: 'bytes in all',
  headerBytes: 'bytes of headers',
  headerFields: 'headers',
  boundaryLines: 'part boundaries',
  containers: 'nested parts',
};

const TOO_COMPLEX = 'too-complex';

async function* withinBounds(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const check = makeBoundsCheck();
  for await (const chunk of raw) {
    const verdict = check(chunk);
    if (verdict.kind === 'unfit') {
      const detail = `It has more than ${verdict.limit.toLocaleString('en')} ${WORDS[verdict.what]}.`;
      throw new Failure('invalid-input', TOO_COMPLEX, detail);
    }
    yield chunk;
  }
}

export const makeOpenMail =
  (deps: { readonly files: Pick<MailFiles, 'readRaw'>; readonly parseMail: ParseMail }): OpenMail =>
  (rawKey) => {
    let opening: Promise<Opened> | undefined;
    const open = async (): Promise<Opened> => {
      try {
        const mail = await deps.parseMail(async () => withinBounds(await deps.files.readRaw(rawKey)));
        return { kind: 'opened', mail };
      } catch (failure) {
        if (!(failure instanceof Failure) || failure.kind !== 'invalid-input') throw failure;
        return {
          kind: 'unfit',
          reason: failure.code === TOO_COMPLEX ? reasonOf(TOO_COMPLEX, failure.message) : reasonOf('unreadable-mail'),
        };
      }
    };
    return {
      open: () => {
        opening ??= open();
        return opening;
      },
      close: async () => {
        const opened = await opening?.catch(() => undefined);
        if (opened?.kind === 'opened') await opened.mail.close();
      },
    };
  };
