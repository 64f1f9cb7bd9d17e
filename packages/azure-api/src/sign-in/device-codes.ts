import { randomBytes, randomInt } from 'node:crypto';
import type { Holder } from './sign-ins.ts';

export interface Started {
  readonly deviceCode: string;
  /** What people type: `BCDF-GHJK`. */
  readonly userCode: string;
  readonly expiresIn: number;
}

export type Poll = { readonly kind: 'pending' } | { readonly kind: 'expired' } | { readonly kind: 'approved'; readonly holder: Holder };

/** Sign-ins that wait for somebody to type their code. In memory: they live for minutes. */
export interface DeviceCodes {
  /** undefined when too many wait. */
  start(): Started | undefined;
  poll(deviceCode: string): Poll;
  isWaiting(userCode: string): boolean;
  /** @returns false when nobody waits with this code. */
  approve(userCode: string, holder: Holder): boolean;
}

const lifeMs = 15 * 60_000;
const most = 1_000;
/** No vowels, so no words; nothing that looks like something else. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

export function deviceCodes(clock: () => number = Date.now): DeviceCodes {
  const byDevice = new Map<string, { readonly userCode: string; readonly until: number; holder?: Holder }>();
  const sweep = () => {
    for (const [code, { until }] of byDevice) if (until <= clock()) byDevice.delete(code);
  };
  const waiting = (userCode: string) => {
    sweep();
    const wanted = userCode.toUpperCase().replaceAll(/[^A-Z]/g, '');
    return [...byDevice.values()].find((one) => one.holder === undefined && one.userCode.replace('-', '') === wanted);
  };
  return {
    start() {
      sweep();
      if (byDevice.size >= most) return undefined;
      const letter = () => letters[randomInt(letters.length)] ?? '';
      const userCode = `${letter()}${letter()}${letter()}${letter()}-${letter()}${letter()}${letter()}${letter()}`;
      const deviceCode = randomBytes(32).toString('base64url');
      byDevice.set(deviceCode, { userCode, until: clock() + lifeMs });
      return { deviceCode, userCode, expiresIn: lifeMs / 1_000 };
    },
    poll(deviceCode) {
      sweep();
      const known = byDevice.get(deviceCode);
      if (known === undefined) return { kind: 'expired' };
      if (known.holder === undefined) return { kind: 'pending' };
      byDevice.delete(deviceCode);
      return { kind: 'approved', holder: known.holder };
    },
    isWaiting: (userCode) => waiting(userCode) !== undefined,
    approve(userCode, holder) {
      const known = waiting(userCode);
      if (known === undefined) return false;
      known.holder = holder;
      return true;
    },
  };
}
