/** Keys in the mail bucket. SES writes `inbound/<its message id>`; attachments are ours. */
export const attachmentKey = (tenant: string, mailId: string, n: number): string =>
  `attachments/${tenant}/${mailId}/${n}`;
