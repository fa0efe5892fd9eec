/** The files that are pasted or dropped. Office programs paste a picture of every text beside it: then the text is meant. */
export function transferredFiles(transfer: DataTransfer): File[] {
  const isText = transfer.types.includes('text/html') && transfer.getData('text/plain').trim() !== ''
  return isText ? [] : [...transfer.files]
}
