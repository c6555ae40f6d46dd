/**
 * Which folder may import which (docs/architecture.md, "Imports point one way"). Run by `npm run check`; tests/architecture proves that every rule
 * here fires on a planted violation, because a cruise that finds no module also finds no violation.
 *
 * Type imports count: a type from above is a reason to know what is above.
 */

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** Only these, and what comes with them, may be seen; `packages` are npm's. */
const only = (folders, packages = []) => {
  const own = folders.length === 0 ? [] : [`^(${folders.join('|')})/`];
  return { pathNot: [...own, ...packages.map((name) => `(^|/)node_modules/(@types/)?${name}/`)] };
};

/** Pure and synchronous packages the domain may use, each with its reason here. None yet. */
const PURE_PACKAGES = [];

export default {
  forbidden: [
    never(
      'domain-is-pure',
      'shared/domain decides and does nothing else: no clock, no randomness, no SDK, no Node module. Give it the value as an argument.',
      { path: '^shared/domain/' },
      only(['shared/domain'], PURE_PACKAGES),
    ),
    never(
      'ports-name-only-domain',
      'A port is said in the words of the domain; a vendor type in it would make every use case depend on the vendor.',
      { path: '^shared/ports/' },
      only(['shared/ports', 'shared/domain']),
    ),
    never(
      'use-cases-see-domain-and-ports',
      'A use case gets the outside handed in through ports; it builds no client and knows no HTTP body, no queue message and no package.',
      { path: '^shared/app/' },
      only(['shared/app', 'shared/domain', 'shared/ports']),
    ),
    never(
      'contracts-stand-alone',
      'Contracts are read by cdk/, clients and tests: schemas, and the limits of the domain they enforce.',
      { path: '^shared/contracts/' },
      only(['shared/contracts', 'shared/domain'], ['zod']),
    ),
    never(
      'adapters-serve-ports',
      'An adapter keeps the promise of a port. If it needs a type of a use case, that type belongs into shared/ports.',
      { path: '^shared/adapters/' },
      { path: '^shared/(app|edge|contracts)/' },
    ),
    never(
      'edge-knows-no-business',
      'shared/edge is the same under every function: Lambda shapes, contracts, failures. What a request does is the handler and its use case.',
      { path: '^shared/edge/' },
      { path: '^shared/(app|adapters|ports)/' },
    ),
    never(
      'shared-is-below-everything',
      'shared/ must not know who uses it.',
      { path: '^shared/' },
      { path: '^(functions|local|cdk|tests|scripts|bench)/' },
    ),
    never(
      'functions-stand-alone',
      'A function is deployed by itself: what two of them need is in shared/, and one calls another through a queue.',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/', pathNot: '^functions/$1/' },
    ),
    never(
      'functions-are-not-tools',
      'A deployed function has no use for the embedded cloud, the deployment or the tests.',
      { path: '^functions/' },
      { path: '^(local|cdk|tests|scripts|bench)/' },
    ),
    never(
      'only-the-entry-wires-adapters',
      'A handler gets what it needs as Wiring; only index.ts joins it to adapters. So a handler can be read, and tested, without AWS.',
      { path: '^functions/', pathNot: '/index\\.ts$' },
      { path: '^shared/(adapters|wiring)/' },
    ),
    never(
      'handlers-see-no-package',
      'A handler parses, calls one use case and reports. SDK, Node modules and middleware are in shared/adapters and shared/edge.',
      { path: '^functions/', pathNot: '/index\\.ts$' },
      { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-peer', 'npm-optional'], pathNot: '(^|/)node_modules/zod/' },
    ),
    never(
      'cdk-sees-only-contracts',
      'The deployment knows routes and environment names, not how they are served.',
      { path: '^cdk/' },
      { path: '^(functions|local|tests|scripts|bench|shared)/', pathNot: '^shared/contracts/' },
    ),
    never(
      'local-runs-only-the-template',
      'The embedded cloud runs what was synthesized. If it imported a function or an adapter, something would work here that is not deployed.',
      { path: '^local/' },
      { path: '^(functions|cdk|tests|scripts|bench|shared)/', pathNot: '^shared/contracts/' },
    ),
    never(
      'deployed-code-has-dependencies',
      'What a function bundles is a dependency of package.json, not a development dependency: whoever audits the deployed code reads that list.',
      { path: '^(shared|functions)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    never(
      'no-cycles',
      'Two files that need each other are one file, or a third one holds what both need.',
      {},
      { circular: true },
    ),
    never(
      'everything-resolves',
      'A path that leads nowhere: a typing error, or a package that is not in package.json.',
      {},
      {
        couldNotResolve: true,
      },
    ),
    never(
      'packages-are-declared',
      'A package that is here only because another one brought it goes away with that one.',
      {},
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^tests/architecture/planted/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
