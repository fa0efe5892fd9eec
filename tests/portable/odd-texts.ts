/** Texts that something along the way could change. */
export const oddTexts = [
  'plain',
  '',
  'e\u0301 and \u00e9 are two spellings',
  '\u202eturned round\u202c',
  '👩‍👩‍👧‍👦 🏳️‍🌈 \u{1F9FF}',
  '\ufeffbyte order',
  'line\u2028separator\u2029and\u0085next',
  'tab\t quote" back\\slash </script> \u007f',
  '\u0001\u001f control',
  '漢字かな한국어ไทย',
  '{"json": "in text", "n": 1.0}',
  '\u200b\u200dzero width',
  'ÅÅ ﬁ ſ İı',
  'a\r\nb\rc\n'
]

/** Reasoning details as each family sends them; numbers and keys in the order and spelling of the wire. */
export const detailsByFamily = [
  '[{"type":"reasoning.text","text":"Let me see.","signature":"ErUB+/=","format":"anthropic-claude-v1","index":0}]',
  '[{"type":"reasoning.text","text":"","signature":"EmptyButSigned==","format":"anthropic-claude-v1","index":0}, {"type":"reasoning.encrypted","data":"cmVkYWN0ZWQ=","format":"anthropic-claude-v1","index":1}]',
  '[{"type":"reasoning.summary","summary":"**Plan**","format":"openai-responses-v1","index":0},{"type":"reasoning.encrypted","data":"gAAAA_-","id":"rs_01","format":"openai-responses-v1","index":0}]',
  '[{"type":"reasoning.text","text":"thinking","format":"google-gemini-v1","index":0},{"type":"reasoning.encrypted","data":"CiQB","id":"call_1","format":"google-gemini-v1","index":1}]',
  '[{"type":"reasoning.text","text":"hm \\u00e9\\ud83d\\ude00","format":"xai-responses-v1","index":0,"extra":1.0}]',
  '[{"index":0,"format":null,"text":"keys in another order","type":"reasoning.text"}]',
  '[{"type":"reasoning.future","payload":{"a":[1e3,-0,0.10]},"__proto__":null}]'
]
