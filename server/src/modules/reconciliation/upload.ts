import type { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import { failed, type Result } from '@louting/common/result';
import type { FastifyRequest } from 'fastify';
import { UnreadableFileError } from './file-reading/byte-streams.ts';

/** A file as it comes in: it is read while it is sent, and never held whole. */
export interface Upload {
  /** Fields that stood before the file. */
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  /** To be read once. Ends in UnreadableFileError (LT-2734) where the file is longer than allowed. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

const MOST_FIELDS = 12;
const MOST_FIELD_BYTES = 1_024;

/**
 * Hands the file of a request to `use` while it arrives. What `use` leaves unread is read to its end, because a browser
 * that is answered in the middle of sending tells its user of a broken line and not of our answer.
 * @returns LT-2733 when there is no file; else what `use` says
 */
export async function receiveUpload<T>(
  request: FastifyRequest,
  maxBytes: number,
  use: (upload: Upload) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (!request.isMultipart()) return failed('LT-2733');
  const limits = { fields: MOST_FIELDS, fieldSize: MOST_FIELD_BYTES, files: 1, fileSize: maxBytes };
  const part = await request.file({ limits, throwFileSizeLimit: false });
  if (part?.fieldname !== 'file') {
    part?.file.resume();
    return failed('LT-2733');
  }
  try {
    return await use({ fields: textFields(part.fields), fileName: part.filename, bytes: bytesOf(part) });
  } finally {
    await readToEnd(part.file);
  }
}

function textFields(parts: MultipartFile['fields']): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, part] of Object.entries(parts)) {
    if (part && 'value' in part && typeof part.value === 'string') fields[name] = part.value;
  }
  return fields;
}

async function* bytesOf({ file }: MultipartFile): AsyncGenerator<Uint8Array> {
  for await (const chunk of file.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
  if (file.truncated) throw new UnreadableFileError('LT-2734', 'file is longer than allowed');
}

async function readToEnd(file: Readable): Promise<void> {
  if (file.readableEnded || file.destroyed) return;
  await new Promise((resolve) => {
    file.once('close', resolve).once('end', resolve).resume();
  });
}
