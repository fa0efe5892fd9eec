import { NewChatPage } from '@/components/chat/chat-page.tsx'

export default function TemporaryChat() {
  return <NewChatPage temporary />
}
