/**
 * Chooses the route of a request. Developer guide, "Routing API requests": a full match of the path first, then a greedy variable, then
 * `$default`; within that, fixed segments before variables from left to right, and a method before ANY. No match is the gateway's 404.
 */
export interface RouteMatch<Route> {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Pattern<Route> {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly string[];
}

const isGreedy = (segment: string) => segment.startsWith('{') && segment.endsWith('+}');
const isVariable = (segment: string) => segment.startsWith('{') && segment.endsWith('}');
const weightOf = (segment: string) => (isGreedy(segment) ? 2 : isVariable(segment) ? 1 : 0);
const segmentsOf = (path: string) => path.split('/').slice(1);

const bySpecificity = (a: Pattern<unknown>, b: Pattern<unknown>): number => {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index += 1) {
    const difference = weightOf(a.segments[index] ?? '{+}') - weightOf(b.segments[index] ?? '{+}');
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
};

const match = (pattern: readonly string[], path: readonly string[]): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const given = path[index];
    if (isGreedy(segment)) {
      const rest = path.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[segment.slice(1, -2)] = rest;
      return parameters;
    }
    if (given === undefined || given === '') {
      if (segment !== '' || given === undefined) return undefined;
    } else if (isVariable(segment)) parameters[segment.slice(1, -1)] = given;
    else if (segment !== given) return undefined;
  }
  return pattern.length === path.length ? parameters : undefined;
};

/** `routes` by route key: `GET /v1/emails/{id}`, `ANY /{proxy+}`, `$default`. The path is already decoded. */
export const makeRouteTable = <Route>(
  routes: readonly { readonly routeKey: string; readonly route: Route }[],
): ((method: string, path: string) => RouteMatch<Route> | undefined) => {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const patterns = routes
    .filter(({ routeKey }) => routeKey !== '$default')
    .map(({ routeKey, route }): Pattern<Route> => {
      const [method = '', path = ''] = routeKey.split(' ');
      return { route, method, segments: segmentsOf(path) };
    })
    .sort(bySpecificity);
  return (method, path) => {
    const segments = segmentsOf(path);
    for (const pattern of patterns) {
      if (pattern.method !== method && pattern.method !== 'ANY') continue;
      const pathParameters = match(pattern.segments, segments);
      if (pathParameters !== undefined) return { route: pattern.route, pathParameters };
    }
    return fallback === undefined ? undefined : { route: fallback.route, pathParameters: {} };
  };
};
