/** Declares public-links. Its flow is in functions/public-links/README.md. */
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';

export const makePublicLinks = (
  scope: Construct,
  props: { readonly surroundings: Surroundings },
): HttpFunction<'public-links'> =>
  new HttpFunction(scope, {
    folder: 'public-links',
    ifItFails: 'Programs cannot fetch the description of the API; everything else works on.',
    memoryMb: 256,
    environment: {},
    grants: [],
    surroundings: props.surroundings,
  });
