/**
 * Loads a function's bundle as the Node.js runtime of Lambda does: `index`, `.js`, `.mjs`, `.cjs` in this order, and nothing from outside
 * the asset folder - a package the bundle forgot would be found in this project's node_modules, and missing in the account.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire, isBuiltin, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Handler = (event: unknown, context: unknown) => unknown;

/** An error with the type Lambda reports for it. */
const typed = (name: string, message: string): Error => Object.assign(new Error(message), { name });

const isModuleFolder = (folder: string): boolean => {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return false;
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  return typeof manifest === 'object' && manifest !== null && 'type' in manifest && manifest.type === 'module';
};

/** The task root has no parent with a package.json on Lambda; here it has one that says `"type": "module"`. */
const isolate = (root: string): void => {
  const rootUrl = pathToFileURL(join(root, '/')).href;
  const plainScripts = !isModuleFolder(root);
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const fromBundle = context.parentURL?.startsWith(rootUrl) ?? false;
      if (!fromBundle || isBuiltin(specifier) || resolved.url.startsWith(rootUrl)) return resolved;
      throw Object.assign(new Error(`Cannot find module '${specifier}' in the bundle`), { code: 'MODULE_NOT_FOUND' });
    },
    load: (url, context, next) =>
      plainScripts && url.startsWith(rootUrl) && url.endsWith('.js')
        ? next(url, { ...context, format: 'commonjs' })
        : next(url, context),
  });
};

const loadModule = async (path: string): Promise<unknown> => {
  const file = ['', '.js', '.mjs', '.cjs'].map((extension) => `${path}${extension}`).find(existsSync);
  if (file === undefined) throw typed('Runtime.ImportModuleError', `Error: Cannot find module '${path}'`);
  try {
    return file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : createRequire(import.meta.url)(file);
  } catch (error) {
    if (error instanceof SyntaxError) throw typed('Runtime.UserCodeSyntaxError', String(error));
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND') throw typed('Runtime.ImportModuleError', String(error));
    throw error;
  }
};

const isFunction = (value: unknown): value is Handler => typeof value === 'function';

/** Throws with the name Lambda gives as errorType. */
export const loadHandler = async (assetFolder: string, handler: string): Promise<Handler> => {
  const root = realpathSync(assetFolder);
  const [moduleName = '', exportName = ''] = handler.split('.');
  isolate(root);
  const loaded = await loadModule(join(root, moduleName));
  const found: unknown = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, exportName) : undefined;
  if (found === undefined) throw typed('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (!isFunction(found)) throw typed('Runtime.HandlerNotFound', `${handler} is not a function`);
  // Node.js 24 on Lambda: a third declared parameter is a callback handler, and those are refused at start.
  if (found.length >= 3)
    throw typed(
      'Runtime.CallbackHandlerDeprecated',
      `${handler} declares a callback; the Node.js 24 runtime runs only async handlers.`,
    );
  return found;
};
