/** What `npm start` writes: calm, one thing a line. Lines of functions are shown with POSTROOM_VERBOSE=1; failures always. */
import type { Cloud } from './cloud.ts';

const verbose = process.env['POSTROOM_VERBOSE'] === '1';

export const makeOutput = () => {
  const say = (line: string) => console.log(line);
  return {
    starting: () => say('Postroom: starting the deployed template on this machine ...'),
    functionLine: ({ functionName, line }: { readonly functionName: string; readonly line: string }) => {
      if (verbose) say(`${functionName}  ${line}`);
    },
    warning: (sentence: string) => console.error(`warning: ${sentence}`),
    stopping: (signal: string) => say(`\n${signal}: stopping. Waiting mail is kept for the next start.`),
    failed: (reason: unknown) =>
      console.error(typeof reason === 'string' ? `Postroom cannot start. ${reason}` : reason),
    ready: (ready: Cloud['ready'], dataDir: string, seed: 'demo' | 'none') => {
      say('');
      say(`  Look at it     ${ready.http}`);
      say(
        `  Send it mail   smtp://${ready.smtp.host}:${ready.smtp.port}${seed === 'demo' ? `, for example to demo+lead@${ready.inboundDomain}` : ''}`,
      );
      say(`  State          ${dataDir} (delete it to begin anew)`);
      say('  Stop           Ctrl+C');
      say('');
      say(`POSTROOM READY ${JSON.stringify(ready)}`);
    },
  };
};
