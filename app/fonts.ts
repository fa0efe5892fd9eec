import localFont from 'next/font/local'

// Served by us: a page of Steno asks nobody else for anything.

const sans = localFont({
  src: '../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist-sans',
  weight: '100 900'
})

const italic = localFont({
  src: '../node_modules/geist/dist/fonts/geist-sans/Geist-Italic[wght].woff2',
  variable: '--font-geist-italic',
  weight: '100 900',
  style: 'italic',
  preload: false
})

const mono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  adjustFontFallback: false
})

const serif = localFont({
  src: '../node_modules/geist/dist/fonts/geist-serif/GeistSerifVF.woff2',
  variable: '--font-geist-serif',
  weight: '400',
  adjustFontFallback: 'Times New Roman',
  preload: false
})

/** Class names that define the variables of globals.css. */
export const fontVariables = [sans, italic, mono, serif].map(font => font.variable).join(' ')
