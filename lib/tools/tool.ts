import type { z } from 'zod'

/** Something a model may call: built in, or later from an MCP server. */
export interface Tool<Input = unknown> {
  /** What the model calls it by: letters, digits and underscores. */
  name: string
  /** What a person reads on the card. */
  title: string
  /** Tells the model when to call it. */
  description: string
  inputSchema: z.ZodType<Input>
  /** Throws with a message for the model when it cannot. */
  execute(input: Input, options: { signal: AbortSignal }): Promise<ToolResult>
}

export interface ToolResult {
  /** What goes back to the model. */
  text: string
}
