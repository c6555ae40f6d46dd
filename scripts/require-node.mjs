// Loaded before everything by `npm start` and `npm test`. npm puts the project's own Node (the dev dependency `node`) first in the PATH; where that is
// missing, say so in one sentence instead of failing on the first TypeScript file. Plain JavaScript: an old Node must be able to read it.
import module from 'node:module';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Postroom runs on Node 24 and this is ${process.version}. Run "npm ci" first and start with "npm start" or "npm test": they use the Node that npm ci installs.`,
  );
  process.exit(1);
}
// What Node makes of several hundred TypeScript files is kept for the next start, in the folder Node has for that: half a second of a start.
module.enableCompileCache?.();
