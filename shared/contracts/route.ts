/**
 * One HTTP route, declared once: cdk/ makes the gateway's route of it, the function dispatches on it, the OpenAPI document shows it and the
 * security walk in the tests calls it. So a new route is deployed, documented and walked without anybody remembering to.
 */
import type * as z from 'zod';

/**
 * Who may call: `public` has no token; `user` is anyone of the tenant; `admin` is its admins and owners; `platform` is whoever runs this
 * Postroom (makes tenants), never a tenant's own user.
 */
export type Access = 'public' | 'user' | 'admin' | 'platform';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type HttpFunctionFolder = 'http-emails' | 'http-mailroom' | 'http-records' | 'http-settings' | 'public-links';

export interface Answer {
  readonly description: string;
  /** Absent: the answer has no body. */
  readonly schema?: z.ZodType;
  /** `application/json` unless said. */
  readonly contentType?: string;
}

export interface Route {
  readonly operationId: string;
  readonly method: Method;
  /** As API Gateway writes it: `/v1/records/{module}/{id}`. */
  readonly path: string;
  readonly function: HttpFunctionFolder;
  readonly access: Access;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Takes an Idempotency-Key header (CONTRACT, HTTP API). */
  readonly idempotent?: boolean;
  /** Success answers by status; problems are added for every route by the generator. */
  readonly answers: Readonly<Record<number, Answer>>;
}

/** Keeps the literal types of a route, so that its handler gets exactly its path, query and body. */
export const route = <const R extends Route>(declared: R): R => declared;
