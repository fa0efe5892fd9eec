import type { NextConfig } from 'next'

export default {
  output: 'standalone',
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: ['@libsql/client', 'libsql', '@prisma/adapter-libsql', 'mathjs'],
  // Read when a diagram is drawn, not imported.
  outputFileTracingIncludes: { '/api/diagram-frame': ['node_modules/mermaid/dist/mermaid.min.js'] },
  // The image optimiser fetches and decodes what others name: it stays off.
  images: { unoptimized: true },
  poweredByHeader: false,
  // Gzip would hold a streamed answer back until its buffer is full, and over loopback it only costs time.
  compress: false,
  // `next dev` would otherwise write instruction files of its own into the repository.
  agentRules: false,
  experimental: {
    // Above the limit of scripts/harden-http.mjs: Next hands a longer body to the route cut off, and without an error.
    proxyClientMaxBodySize: '11mb',
    // Pages and routes that nobody asks for take no memory.
    preloadEntriesOnStart: false
  }
} satisfies NextConfig
