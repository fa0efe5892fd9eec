import { z } from 'zod'
import { calculator } from './builtin/calculator.ts'
import { currentTime } from './builtin/current-time.ts'
import type { Tool } from './tool.ts'

/** A tool whose input type is forgotten: what runs is always parsed by its own schema first. */
interface RegisteredTool {
  name: string
  title: string
  description: string
  /** What the model is shown. */
  jsonSchema: Record<string, unknown>
  /** Parses the input and runs. */
  run(input: unknown, signal: AbortSignal): Promise<{ text: string }>
}

function register<Input>(tool: Tool<Input>): RegisteredTool {
  const { $schema: _dialect, ...jsonSchema } = z.toJSONSchema(tool.inputSchema, { io: 'input' })
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    jsonSchema,
    async run(input, signal) {
      const parsed = tool.inputSchema.safeParse(input)
      if (!parsed.success) throw new Error(`Invalid arguments: ${z.prettifyError(parsed.error)}`)
      return tool.execute(parsed.data, { signal })
    }
  }
}

const builtin = [register(calculator), register(currentTime)]

/** The tools a turn may use: all, or those named. A name that is no tool is ignored. */
export function toolsFor(names: readonly string[] | undefined): RegisteredTool[] {
  return names === undefined ? builtin : builtin.filter(tool => names.includes(tool.name))
}

/** A tool by its name; the model may have made the name up. */
export function findTool(name: string): RegisteredTool | undefined {
  return builtin.find(tool => tool.name === name)
}
