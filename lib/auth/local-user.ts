/** The one implicit user until accounts exist: the process refuses every address but loopback until then. */
export const localUserId = 'local'
