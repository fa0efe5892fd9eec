/** Of an app that runs: no call follows an answer, where calls are counted, measured or scripted. */
export async function switchTitlesOff(origin: string): Promise<void> {
  const response = await fetch(`${origin}/api/settings`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({ titles: false })
  })
  if (!response.ok) throw new Error(`Titles could not be switched off: ${await response.text()}`)
}
