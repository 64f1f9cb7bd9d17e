/** Cuts the values of a file out of a window, as far as it is filled. */
export interface Cutter {
  /**
   * Called when bytes were added.
   *
   * @param moved by how much everything in the window has moved to the front since the last call.
   * @returns `documents` when the rest, from the window's start on, has to be cut by the cutter for documents.
   */
  advance(moved: number): 'more' | 'documents';
  /** Called once, behind the last byte. */
  end(): 'more' | 'documents';
}
