/** One answer alone is no comparison. */
export const minLanes = 2

/** Lanes of a comparison, which is also how many answers of one conversation run at the same time. */
export const maxLanes = 8
