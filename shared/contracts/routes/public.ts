import * as z from 'zod';
import { route } from '../route.ts';

export const getOpenApi = route({
  operationId: 'getOpenApi',
  method: 'GET',
  path: '/v1/openapi.json',
  function: 'public-links',
  access: 'public',
  summary: 'This document',
  answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
});

export const publicRoutes = [getOpenApi] as const;
