import { v7 } from 'uuid';

/** A time-ordered id (UUIDv7, RFC 9562), made by the sender and stored before it is sent. */
export type NewId = () => string;

export const newId: NewId = () => v7();
