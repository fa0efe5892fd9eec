/**
 * The AI SDK's schemas would try `new Function` as they are made, which the page's policy forbids and the browser reports.
 * Imported before the SDK. Only the browser is told: on the server compiled schemas are faster.
 */
if (typeof window !== 'undefined') Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
