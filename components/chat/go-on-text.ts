/** Said to a model whose answer broke off. */
export const goOnText = 'Continue exactly where you stopped.'
