import { z } from 'zod'

/** A name is only ever data, so paths and dots may stay; what would turn a header or a line of text around may not. */
export const attachmentName = z
  .string()
  .max(255)
  .refine(name => name.trim() !== '', 'must not be empty')
  .refine(name => name.isWellFormed() && !/[\p{Cc}\u2028-\u202E\u2066-\u2069]/u.test(name), 'must not contain control characters')
