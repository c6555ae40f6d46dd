/**
 * Where Google and Microsoft are, as the deployment says it. Apart from the bodies of requests: every function reads its environment when it starts, and would make the
 * schemas of all of them.
 */
import * as z from 'zod';

/** http only to the embedded cloud: the client's secret and the tokens go there. `{directory}` stands for that of a Microsoft app. */
const place = z
  .url()
  .refine((value) => /^(https:\/\/|http:\/\/127\.0\.0\.1:)/.test(value), { error: 'must be an https URL' });
const places = z.strictObject({ authorize: place, token: place, mailHosts: z.array(z.string().min(1)).min(1) });
export const OauthPlaces = z.strictObject({ google: places, microsoft: places });
