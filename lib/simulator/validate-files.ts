import { findModel } from './catalogue.ts'
import { partsOf, type RequestMessage } from './request-messages.ts'
import type { Violation } from './violation.ts'

/** What a model must read to be sent a part. PDFs are read out to models that cannot. */
const inputOf: Record<string, 'image' | 'audio' | 'video'> = {
  image_url: 'image',
  input_audio: 'audio',
  video_url: 'video',
  input_video: 'video'
}

/** Files where the API or a provider behind it refuses them. */
export function validateFiles(messages: readonly RequestMessage[], model: string): Violation[] {
  const readable = findModel(model)?.inputs
  return messages.flatMap((message, position) =>
    partsOf(message.content).flatMap((part): Violation[] => {
      const type = String(part.type)
      if (type === 'text') return []
      const input = inputOf[type]
      return [
        ...(message.role === 'tool'
          ? [{ rule: 'tool_result_file' as const, message: `messages[${position}] is a tool result with a part ${type}` }]
          : []),
        ...(readable && input && !readable.includes(input)
          ? [{ rule: 'input_unsupported' as const, message: `messages[${position}] has a part ${type}, which ${model} cannot read` }]
          : [])
      ]
    })
  )
}
