import { dataUrl, png } from '../setup/sample-files.ts'

/** Exports of other programs, as small as they can be and still show branches, thoughts, tools and files. */

const said = (role: string, content: object, others: object = {}) => ({
  author: { role, name: null },
  create_time: 1_700_000_000,
  content,
  recipient: 'all',
  metadata: {},
  ...others
})
const words = (...parts: unknown[]) => ({ content_type: 'text', parts })

export const chatgptFile = [
  {
    conversation_id: 'c-1',
    title: 'Tides',
    create_time: 1_700_000_000.5,
    update_time: 1_700_000_100,
    current_node: 'answer-2',
    is_archived: false,
    mapping: {
      root: { id: 'root', message: null, parent: null, children: ['system'] },
      system: { id: 'system', message: said('system', words('')), parent: 'root', children: ['question'] },
      question: {
        id: 'question',
        message: said(
          'user',
          {
            content_type: 'multimodal_text',
            parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'file-service://file-1' }, 'Why tides?']
          },
          { metadata: { attachments: [{ id: 'file-2', name: 'sea.pdf', mime_type: 'application/pdf' }] } }
        ),
        parent: 'system',
        children: ['answer-1', 'thought']
      },
      'answer-1': {
        id: 'answer-1',
        message: said('assistant', words('The moon.'), { metadata: { model_slug: 'gpt-4o' } }),
        parent: 'question',
        children: []
      },
      thought: {
        id: 'thought',
        message: said('assistant', { content_type: 'thoughts', thoughts: [{ summary: 'Compute', content: 'Need the mass.' }] }),
        parent: 'question',
        children: ['call']
      },
      call: {
        id: 'call',
        message: said('assistant', { content_type: 'code', language: 'python', text: 'print(6*7)' }, { recipient: 'python' }),
        parent: 'thought',
        children: ['result']
      },
      result: {
        id: 'result',
        message: { ...said('tool', { content_type: 'execution_output', text: '42' }), author: { role: 'tool', name: 'python' } },
        parent: 'call',
        children: ['answer-2']
      },
      'answer-2': {
        id: 'answer-2',
        message: said('assistant', words('It is 42.'), { metadata: { model_slug: 'o3' } }),
        parent: 'result',
        children: ['hidden']
      },
      hidden: {
        id: 'hidden',
        message: said('user', words('remember'), { metadata: { is_visually_hidden_from_conversation: true } }),
        parent: 'answer-2',
        children: ['next']
      },
      next: { id: 'next', message: said('user', words('Thanks')), parent: 'hidden', children: ['odd'] },
      odd: { id: 'odd', message: said('assistant', { content_type: 'hologram', text: 'Bye.' }), parent: 'next', children: [] }
    }
  }
]

const root = '00000000-0000-0000-0000-000000000000'
const libre = (messageId: string, parentMessageId: string, isCreatedByUser: boolean, others: object) => ({
  ...{ messageId, parentMessageId, conversationId: 'lc-1', isCreatedByUser, sender: isCreatedByUser ? 'User' : 'Claude' },
  ...{ createdAt: '2026-01-02T03:04:05.000Z', text: '', ...others }
})
const call = { id: 'toolu_1', name: 'search', args: '{"q":"sea"}', output: 'Salty.', type: 'tool_call', progress: 1 }

const libreMessages = [
  libre('q1', root, true, { text: 'Why salt?', files: [{ filename: 'sea.png', filepath: '/images/u/sea.png', type: 'image/png' }] }),
  libre('a1', 'q1', false, {
    model: 'claude-opus',
    content: [
      { type: 'think', think: 'Rivers.' },
      { type: 'tool_call', tool_call: call },
      { type: 'text', text: { value: 'Rivers.' } }
    ]
  }),
  libre('a2', 'q1', false, { model: 'gpt-5', text: 'Rocks.' }),
  libre('q2', 'a2', true, {
    text: 'More',
    content: [
      { type: 'image_url', image_url: { url: dataUrl('image/png', png()) } },
      { type: 'text', text: 'More' }
    ]
  })
]

const librechat = { conversationId: 'lc-1', endpoint: 'anthropic', title: 'Salt', exportAt: '10:00:00', branches: true, options: {} }

export const librechatFile = { ...librechat, recursive: false, messages: libreMessages }

const [q1, a1, a2, q2] = libreMessages
export const librechatTreeFile = {
  ...librechat,
  recursive: true,
  messages: [
    {
      ...q1,
      children: [
        { ...a1, children: [] },
        { ...a2, children: [{ ...q2, children: [] }] }
      ]
    }
  ]
}

const web = (id: string, parentId: string | null, role: string, content: string, others: object = {}) => ({
  [id]: { id, parentId, childrenIds: [], role, content, timestamp: 1_700_000_000, ...others }
})

export const openWebuiFile = [
  {
    ...{ id: 'ow-1', user_id: 'u', title: 'Waves', archived: true, pinned: true, created_at: 1_700_000_000, updated_at: 1_700_000_050 },
    meta: { tags: ['sea'] },
    chat: {
      title: 'Waves',
      models: ['llama3:8b', 'qwen3'],
      history: {
        currentId: 'b',
        messages: {
          ...web('q', null, 'user', 'What is this?', {
            files: [
              { type: 'image', url: dataUrl('image/png', png()) },
              { type: 'image', url: 'data:image/png;base64,AAAA' },
              { type: 'file', name: 'notes.txt', url: 'f-1' }
            ]
          }),
          ...web('a', 'q', 'assistant', 'A wave.', { model: 'llama3:8b' }),
          ...web(
            'b',
            'q',
            'assistant',
            '<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds</summary>\n&gt; It is &quot;blue&quot;.\n&gt; Very.\n</details>\n' +
              '<details type="tool_calls" done="true" id="1" name="look" arguments="&quot;{\\&quot;at\\&quot;: 1}&quot;" result="&quot;Seen&quot;">\n<summary>Tool Executed</summary>\n</details>\nThe **sea**.',
            { model: 'qwen3' }
          )
        }
      }
    }
  }
]
