/** Turns what a function writes to stdout and stderr into whole lines, in order with its answers (the worker's own streams are not). */
import { StringDecoder } from 'node:string_decoder';

export interface Output {
  /** Sends what stands behind the last line break. */
  flush(): void;
}

type Written = (error?: Error | null) => void;

const capture = (stream: NodeJS.WriteStream, send: (line: string) => void): Output => {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Written, written?: Written): boolean => {
    rest +=
      typeof chunk === 'string'
        ? decoder.write(Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8'))
        : decoder.write(Buffer.from(chunk));
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) send(line);
    const done = typeof encoding === 'function' ? encoding : written;
    if (done !== undefined) process.nextTick(done);
    return true;
  };
  return {
    flush: () => {
      if (rest !== '') send(rest);
      rest = '';
    },
  };
};

export const captureOutput = (send: (line: string) => void): Output => {
  const streams = [capture(process.stdout, send), capture(process.stderr, send)];
  return {
    flush: () => {
      for (const stream of streams) stream.flush();
    },
  };
};
