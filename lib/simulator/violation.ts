/** What a request did that the real API, or the provider behind it, would sooner or later punish. */
export const violationRules = [
  /** The body is not a chat request: unknown key, wrong type, impossible value. */
  'schema',
  'missing_attribution',
  /** `reasoning` has both effort and max_tokens. */
  'effort_and_budget',
  /** `max_tokens` leaves no room for an answer after the reasoning budget. */
  'budget_exceeds_max_tokens',
  /** `effort: "none"` where reasoning is mandatory. */
  'reasoning_mandatory',
  /** A tool message without its call, out of order or twice. */
  'tool_result_unexpected',
  'tool_result_missing',
  /** An assistant message that differs from the one that was sent. */
  'text_changed',
  'tool_calls_changed',
  'annotations_changed',
  'details_changed',
  /** Files of a question that differ from those that this answer was given to. */
  'files_changed',
  /** A file in a tool result: OpenAI refuses it. */
  'tool_result_file',
  /** A file for a model that cannot read it. */
  'input_unsupported',
  /** Reasoning details that were sent did not come back. */
  'details_missing',
  /** Reasoning details on a message that had none. */
  'details_invented',
  /** Reasoning details of another family than the model's. */
  'details_foreign',
  /** Anthropic's block without a signature. */
  'details_unsigned',
  /** The same entry on two messages. */
  'details_duplicated',
  /** `reasoning` beside `reasoning_details`: the model would read its thought twice. */
  'reasoning_repeated',
  /** Gemini 3 and a tool call of another model without signature or stand-in. */
  'signature_stand_in_missing',
  /** An assistant message that was never sent, in a session that began here. */
  'message_unknown',
  /** Continuation of a tool turn: no `session_id`, or another one. */
  'session_lost',
  /** Continuation of a tool turn without the provider that called the tools. */
  'provider_not_pinned'
] as const
export type ViolationRule = (typeof violationRules)[number]

export interface Violation {
  rule: ViolationRule
  /** What was found, and where: starts with `messages[3]` when it is about one. */
  message: string
}
