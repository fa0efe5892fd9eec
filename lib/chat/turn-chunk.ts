import type { UIMessageChunk } from 'ai'
import type { MessageMetadata } from './message.ts'

/** The chunks that Steno sends; metadata comes in pieces that readers merge. */
export type TurnChunk = UIMessageChunk<Partial<MessageMetadata>>
