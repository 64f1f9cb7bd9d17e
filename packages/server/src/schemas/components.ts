import { z } from 'zod';

/** Everything that the OpenAPI document names under components/schemas. */
export const components = z.registry<{ readonly id: string }>();

/** Gives a schema the name that the OpenAPI document refers to it by. */
export function named<T extends z.ZodType>(id: string, schema: T): T {
  components.add(schema, { id });
  return schema;
}
