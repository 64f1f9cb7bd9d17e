// Where things stand in the module's memory. Nothing is ever allocated here: who calls fills what is fixed, and adds tables behind it.

/** Numbers about the line that was read last, in the order of `Result`. */
export const resultAt: usize = 0x400;
/** A key of 16 bytes, and behind it the digest that was made last. */
export const digestAt: usize = 0x440;
/** The key of what makes stretches short: as many bytes as are taken at once, and twice 16. */
export const shortenerAt: usize = 0x74000;
/** Members that stand before the type: name, end of the name, value. */
export const earlyAt: usize = 0x800;
export const mostEarly: i32 = 64;
/** Of a search: signs of the types that are sought, how many those are, and each one; and the lines that were found. */
export const signsAt: usize = 0x1000;
export const soughtAt: usize = 0x1040;
export const soughtBytes: usize = 0xfc0;
export const foundAt: usize = 0x2000;
export const mostFound: i32 = 3000;
/** Room of one key. */
export const keyBytes: i32 = 1 << 16;
export const seenAt: usize = 0x10000;
export const waitingAt: usize = 0x20000;
export const aloneAt: usize = 0x30000;
/** Numbers of ids: of the resource's own, then of those in `seen`; and all of them in lower case. */
export const idsAt: usize = 0x40000;
export const mostSlots: i32 = 4096;
export const bytesOfId: i32 = 32;
export const idWordsAt: usize = 0x62000;
export const idWordsBytes: usize = 0x10000;
/** By length: the texts known as types, and those known as locations. */
export const typesAt: usize = 0x72000;
export const locationsAt: usize = 0x72800;
export const longestSpelling: i32 = 256;
/** Of the id that is taken apart: where its slashes stand. */
export const slashesAt: usize = 0x73000;
export const slashesBytes: usize = 0x1000;
/** Room for a line that stands elsewhere; of every line, which of its bytes are quotes; and behind that what callers add. */
export const lineAt: usize = 0x80000;
export const quotesAt: usize = 0x190000;
export const tablesAt: usize = 0x1c0000;
