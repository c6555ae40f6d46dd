/** The page a list was asked for; 50 items unless said. */
export const pageOf = ({ limit, cursor }: { limit?: number | undefined; cursor?: string | undefined }) => ({
  limit: limit ?? 50,
  ...(cursor === undefined ? {} : { cursor }),
});
