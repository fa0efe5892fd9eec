import { NewChatPage } from '@/components/chat/chat-page.tsx'

export default function NewChat() {
  return <NewChatPage />
}
