export const send = async (): Promise<void> => {};
export const sender = { send };
