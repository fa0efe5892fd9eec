import { effortOf } from './effort.ts'
import type { MessageMetadata } from './message.ts'
import type { TurnSettings } from './turn-request.ts'

/** What an answer tells of the settings that it was asked with. `isHidden`: of a blind comparison before its vote, only its place. */
export function askedWith(settings: TurnSettings, isHidden = false): Pick<MessageMetadata, 'lane' | 'effort' | 'sort'> {
  const effort = effortOf(settings)
  const sort = settings.routing?.sort
  return {
    ...laneOf(settings),
    ...(effort === null || isHidden ? {} : { effort }),
    ...(sort === undefined || isHidden ? {} : { sort })
  }
}

/** Where an answer stands; nothing for one that is in no lane. */
export function laneOf({ lane }: TurnSettings): { lane?: number } {
  return lane === undefined ? {} : { lane }
}
