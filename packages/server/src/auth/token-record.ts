import { z } from 'zod';

/** A kept token, as a file or a database holds it. */
export const tokenRecordSchema = z.object({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  name: z.string(),
  role: z.enum(['reader', 'operator', 'admin']),
  scopes: z.array(z.string()).nullable(),
  createdAt: z.string(),
  // A date that cannot be read must not keep a token alive for ever.
  expiresAt: z.iso.datetime().nullable(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
