import { serveTasks } from '../fill-thread.ts';
import type { CopyPiece } from './copy-rows.ts';
import { type RowTask, rowMaker } from './row-maker.ts';

serveTasks<RowTask, CopyPiece>((give) => rowMaker((piece) => give(piece, piece.bytes.buffer as ArrayBuffer)));
