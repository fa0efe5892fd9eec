import 'server-only'
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { env } from '../env.ts'

const version = 'v1'

/** 32 random bytes in data/secret.key, made once, readable by this user only. Losing it loses the stored keys, nothing else. */
function readOrMakeSecret(): Buffer {
  const file = path.join(env.dataDirectory, 'secret.key')
  try {
    const descriptor = openSync(file, 'wx', 0o600)
    try {
      writeSync(descriptor, randomBytes(32))
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = readFileSync(file)
  if (secret.length !== 32) throw new Error(`${file} is damaged: it must hold 32 bytes. Restore it from a backup.`)
  return secret
}

/** A key for one purpose, so that no two uses share one. */
function subKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', readOrMakeSecret(), Buffer.alloc(0), purpose, 32))
}

/**
 * AES-256-GCM as `v1.iv.ciphertext.tag`, base64url. `owner` is bound to it as additional data: a row copied to another
 * user or id cannot be read there.
 */
export function encryptProviderKey(plain: string, owner: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', subKey('provider-keys/v1'), iv)
  cipher.setAAD(Buffer.from(owner))
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [version, ...[iv, ciphertext, cipher.getAuthTag()].map(bytes => bytes.toString('base64url'))].join('.')
}

/** Throws when one bit, the owner or the secret is another one. */
export function decryptProviderKey(stored: string, owner: string): string {
  const [storedVersion, ...fields] = stored.split('.')
  const [iv, ciphertext, tag] = fields.map(fromBase64Url)
  if (storedVersion !== version || fields.length !== 3 || !iv || !ciphertext || !tag) throw new Error('Not a stored key')
  const decipher = createDecipheriv('aes-256-gcm', subKey('provider-keys/v1'), iv, { authTagLength: 16 })
  decipher.setAAD(Buffer.from(owner))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
}

/** Node overlooks what does not belong: letters of another alphabet, and bits behind the last byte. */
function fromBase64Url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw new Error('Not a stored key')
  return bytes
}
