/**
 * Copied into the trial build as lib/barrier.ts; the product has nothing of it. `BARRIER=commit:7` ends the process at the seventh
 * passage of that place; `BARRIER=commit:count` lets it live and say how often it passed.
 */

declare global {
  /** Next compiles instrumentation and each route as separate module graphs: only the global counts all passages. */
  var stenoPassages: number | undefined
}

/** `true`: what comes is shown at once and committed afterwards, as the product must never do. */
export const showsFirst = process.env.SHOWS_FIRST === '1'

export function barrier(name: string): void {
  const [wanted, passage] = (process.env.BARRIER ?? '').split(':')
  if (name !== wanted) return
  if (passage === 'count' && globalThis.stenoPassages === undefined)
    process.on('exit', () => process.stdout.write(`passages ${globalThis.stenoPassages}\n`))
  globalThis.stenoPassages = (globalThis.stenoPassages ?? 0) + 1
  if (globalThis.stenoPassages === Number(passage)) process.kill(process.pid, 'SIGKILL')
}

/** A transaction that passes a barrier, named by what it wrote, before and after its commit. */
export function watched<Transaction extends object>(transaction: Transaction): Transaction {
  let statements = ''
  return new Proxy(transaction, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (typeof member !== 'function') return member
      return (...values: unknown[]) => {
        if (name === 'execute') statements += `${sqlOf(values[0])}\n`
        if (name !== 'commit') return member.apply(target, values)
        const kind = kindOf(statements)
        barrier(kind)
        return member.apply(target, values).then(() => barrier(kind))
      }
    }
  })
}

function sqlOf(statement: unknown): string {
  return typeof statement === 'object' && statement !== null && 'sql' in statement ? String(statement.sql) : String(statement)
}

function kindOf(statements: string): string {
  if (/INSERT INTO \S*Message\W/.test(statements)) return 'open'
  if (/UPDATE \S*Message\S* SET \W*status/.test(statements)) return 'finish'
  if (/INSERT INTO \S*Step\W/.test(statements)) return 'step'
  if (/UPDATE \S*Generation\W/.test(statements)) return 'reconcile'
  return 'other'
}

/** One by one: a migration is otherwise one call. */
export function statementsOf(sql: string): string[] {
  return sql.replaceAll(/^--.*$/gm, '').match(/\s*CREATE TRIGGER[\s\S]*?\bEND;|[^;]*;/g) ?? []
}
