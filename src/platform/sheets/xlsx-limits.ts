import { inflateRawSync } from 'node:zlib';

const mostUnpacked = 16 * 1024 * 1024;
const mostMergedCells = 50_000;
/** Formatted lines of nothing count too: reading them takes the time of full ones. */
const mostRows = 30_000;

/**
 * Whether an .xlsx is small enough to be read: a few kilobytes can unpack to gigabytes, or merge every cell there is. It
 * is unpacked for the answer, since what a zip says of its own size need not be true. Throws when it is no valid zip.
 */
export function isSmallEnough(file: Buffer): boolean {
  let [bytesLeft, cellsLeft, rowsLeft] = [mostUnpacked, mostMergedCells, mostRows];
  for (const packed of filesIn(file)) {
    const content = unpack(packed, bytesLeft);
    if (!content) return false;
    bytesLeft -= content.length;
    cellsLeft -= mergedCells(content);
    rowsLeft -= rows(content);
    if (bytesLeft < 0 || cellsLeft < 0 || rowsLeft < 0) return false;
  }
  return true;
}

interface Packed {
  readonly isDeflated: boolean;
  readonly bytes: Buffer;
}

/** The files of a zip as its directory lists them. */
function filesIn(file: Buffer): Packed[] {
  const files: Packed[] = [];
  if (file.includes('PK\x06\x06', 0, 'latin1') || file.includes('PK\x06\x07', 0, 'latin1')) {
    throw new RangeError('A second directory of the zip (Zip64) is not read, so what it hides is not either.');
  }
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = file.readUInt32LE(end + 16);
  while (file.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const header = file.readUInt32LE(at + 42);
    const start = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
    const bytes = file.subarray(start, start + file.readUInt32LE(at + 20));
    files.push({ isDeflated: file.readUInt16LE(at + 10) === 8, bytes });
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  if (files.length === 0) throw new RangeError('The zip lists no files.');
  return files;
}

/** Undefined when it is longer than that. */
function unpack({ isDeflated, bytes }: Packed, most: number): Buffer | undefined {
  if (!isDeflated || bytes.length === 0) return bytes;
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(most, 1) });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}

function rows(content: Buffer): number {
  return (content.toString('latin1').match(/<(?:\w+:)?row[\s>]/g) ?? []).length;
}

function mergedCells(content: Buffer): number {
  const merges = content.toString('latin1').match(/<(?:\w+:)?mergeCell\s[^>]*/g) ?? [];
  return merges.reduce((sum, merge) => sum + cellsOf(merge), 0);
}

/** `A1:C2` has six cells; a range that is not written plainly counts as endless. */
function cellsOf(merge: string): number {
  const range = /ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']/.exec(merge);
  if (!range) return Infinity;
  const [, left = '', top, right = '', bottom] = range;
  const width = Math.abs(columnNumber(right) - columnNumber(left)) + 1;
  return width * (Math.abs(Number(bottom) - Number(top)) + 1);
}

function columnNumber(letters: string): number {
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}
