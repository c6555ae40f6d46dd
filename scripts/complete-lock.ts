/**
 * Puts the packages of other platforms into package-lock.json that `npm install` left out. npm leaves out an optional package that the registry
 * in use does not hold (a mirror often has only its own platforms); `npm ci` of npm 11 then refuses the lock on every machine, and on those platforms
 * nothing would run. An entry without `integrity` is filled in by the next `npm install` against a full registry.
 * Run by hand after a change of dependencies: `npm run lock:complete`. tests/architecture/package.test.ts says when it is needed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const FILE = join(import.meta.dirname, '..', 'package-lock.json');

const Entry = z.object({
  dev: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const Lock = z.object({ packages: z.record(z.string(), Entry) });
type Lock = z.infer<typeof Lock>;

/** Everything in it, in its order; an object schema would put the keys it knows first. */
const Whole = z.record(z.string(), z.unknown());

const readWhole = () => Whole.parse(JSON.parse(readFileSync(FILE, 'utf8')));

export const readLock = (): Lock => Lock.parse(readWhole());

/** As all such packages are named: `@swc/core-linux-x64-musl`, `@biomejs/cli-darwin-arm64`. */
const PLATFORM =
  /[-/](?<os>aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-(?<cpu>arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64)\b/;

const platformOf = (name: string) => {
  const { os, cpu } = PLATFORM.exec(name)?.groups ?? {};
  if (os === undefined || cpu === undefined)
    throw new Error(`${name} is missing in package-lock.json and its name says no platform: add it by hand.`);
  const libc = name.includes('musl') ? ['musl'] : ['glibc'];
  return { cpu: [cpu], ...(os === 'linux' ? { libc } : {}), os: [os] };
};

/** Entries an optional dependency asks for and the lock does not have, by their place in it. */
export const missingEntries = ({ packages }: Lock): Readonly<Record<string, object>> => {
  const missing = Object.entries(packages).flatMap(([place, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !(`node_modules/${name}` in packages) && !(`${place}/node_modules/${name}` in packages))
      .map(([name, version]) => {
        const entry = { version, ...(dev === true ? { dev } : {}), optional: true, ...platformOf(name) };
        return [`node_modules/${name}`, entry] as const;
      }),
  );
  return Object.fromEntries(missing);
};

if (import.meta.main) {
  const whole = readWhole();
  const missing = missingEntries(Lock.parse(whole));
  const entries = Object.entries({ ...Whole.parse(whole['packages']), ...missing });
  const packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(FILE, `${JSON.stringify({ ...whole, packages }, null, 2)}\n`);
  console.log(`package-lock.json: ${Object.keys(missing).length} packages of other platforms added`);
}
