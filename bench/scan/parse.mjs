/** Bare line-by-line JSON.parse of a file, by as many workers as asked for: what everything else is compared to. */
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';

const pieceBytes = 1 << 20;

/** Parses the lines that begin in a range. @returns how many. */
export function parseRange(path, from, to) {
  const file = openSync(path, 'r');
  let bytes = Buffer.allocUnsafeSlow(pieceBytes);
  let base = Math.max(0, from - 1);
  let filled = 0;
  let start = 0;
  let isInside = from === 0;
  let count = 0;
  for (;;) {
    const feed = bytes.indexOf(10, start);
    if (feed !== -1 && feed < filled) {
      if (isInside && JSON.parse(bytes.utf8Slice(start, feed)).id !== undefined) count += 1;
      isInside = true;
      start = feed + 1;
      if (base + start >= to) break;
      continue;
    }
    bytes.copyWithin(0, start, filled);
    base += start;
    filled -= start;
    start = 0;
    if (filled === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafeSlow(bytes.length)]);
    const read = readSync(file, bytes, filled, bytes.length - filled, base + filled);
    if (read === 0) break;
    filled += read;
  }
  closeSync(file);
  return count;
}

async function parseGzip(path) {
  let rest = Buffer.alloc(0);
  let count = 0;
  for await (const chunk of createReadStream(path).pipe(createGunzip({ chunkSize: 256 << 10 }))) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let feed = bytes.indexOf(10); feed !== -1; feed = bytes.indexOf(10, start)) {
      if (JSON.parse(bytes.utf8Slice(start, feed)).id !== undefined) count += 1;
      start = feed + 1;
    }
    rest = bytes.subarray(start);
  }
  return count;
}

if (!isMainThread) parentPort.postMessage(parseRange(workerData.path, workerData.from, workerData.to));
else if (process.argv[1] === import.meta.filename) {
  const [path, workers] = [process.argv[2], Number(process.argv[3])];
  if (path.endsWith('.gz')) console.log(await parseGzip(path));
  else {
    const { size } = statSync(path);
    const counts = await Promise.all(
      Array.from(
        { length: workers },
        (_, at) =>
          new Promise((resolve, reject) => {
            const from = Math.floor((size * at) / workers);
            const to = Math.floor((size * (at + 1)) / workers);
            new Worker(import.meta.filename, { workerData: { path, from, to } }).on('message', resolve).on('error', reject);
          }),
      ),
    );
    console.log(counts.reduce((sum, count) => sum + count, 0));
  }
}
