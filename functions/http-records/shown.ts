/** A record as every route of http-records answers it. */
import type { CrmRecord } from '#shared/domain/record/record.ts';

export const shown = ({ id, module, number, fields, createdAt, updatedAt }: CrmRecord) => ({
  id,
  module,
  ...(number === undefined ? {} : { number }),
  fields,
  createdAt,
  updatedAt,
});
