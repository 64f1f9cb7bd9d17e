import type { z } from 'zod';
import type { ArmCall } from './call.ts';
import { ArmError } from './error.ts';

/** The body, as a schema wants it. @throws {ArmError} with every place that is wrong. */
export async function checkedBody<T>(call: Pick<ArmCall, 'body'>, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await call.body());
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
    code: 'InvalidRequestContent',
    message: `${path.length === 0 ? 'The body' : path.join('.')}: ${message}`,
  }));
  throw new ArmError(400, 'InvalidRequestContent', `The request content is invalid. ${details.map(({ message }) => message).join('. ')}.`, {
    details,
  });
}
