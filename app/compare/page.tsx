import { SetupPage } from '@/components/compare/setup-page.tsx'
import { currentUserId } from '@/lib/auth/current-user.ts'
import { cleanText } from '@/lib/chat/turn-request.ts'
import { listLaneSets } from '@/lib/db/lane-sets.ts'
import { listComparisons } from '@/lib/db/list-comparisons.ts'
import { countVotes } from '@/lib/db/votes.ts'

export default async function Compare({ searchParams }: { searchParams: Promise<{ query?: string | string[] }> }) {
  const userId = await currentUserId()
  // An address can hold anything; what cannot be searched for is not searched for.
  const { data: query = '' } = cleanText(200).safeParse((await searchParams).query)
  const [record, laneSets, votes] = await Promise.all([
    listComparisons(userId, { cursor: null, query }),
    listLaneSets(userId),
    countVotes(userId)
  ])
  return <SetupPage record={record} query={query} laneSets={laneSets} votes={votes} renderedAt={new Date().toISOString()} />
}
