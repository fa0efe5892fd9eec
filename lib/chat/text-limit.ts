/** Text in one message: a million tokens. No model reads more at once, and no page shows it. Files and images are not counted. */
export const mostTextBytes = 4 * 1024 * 1024
