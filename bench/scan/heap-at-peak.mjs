/** Loaded into a scan by `profile.mjs`: watches its memory, and writes down what lived when the heap was largest. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { getHeapSpaceStatistics } from 'node:v8';

const session = new Session();
session.connect();
session.post('HeapProfiler.startSampling', { samplingInterval: 4096 });
let peak;

function look() {
  const memory = process.memoryUsage();
  const size = memory.heapUsed + memory.external;
  if (peak !== undefined && size < peak.size * 1.02) return;
  session.post('HeapProfiler.getSamplingProfile', (error, result) => {
    if (error === null) peak = { size, memory, spaces: getHeapSpaceStatistics(), profile: result.profile };
  });
}

// Between two parts the thread looks at its timers.
setInterval(look, 1).unref();
process.on('exit', () => {
  look();
  writeFileSync(process.env.PLUMBLINE_HEAP, JSON.stringify({ ...peak, peakBytes: process.resourceUsage().maxRSS * 1024 }));
});
