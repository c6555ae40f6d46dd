export type Thing = string;
export const thing = 'thing';
