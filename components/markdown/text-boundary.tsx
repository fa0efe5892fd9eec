'use client'

import { Component, type ReactNode } from 'react'
import { PlainText } from '@/components/ui/plain-text.tsx'

interface TextBoundaryProps {
  /** What is shown when rendering `children` throws: these, one after the other. */
  texts: readonly string[]
  children: ReactNode
}

/** One bad message cannot break a chat: it falls back to its plain text. */
export class TextBoundary extends Component<TextBoundaryProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <PlainText text={this.props.texts.join('')} /> : this.props.children
  }
}
