/** A copy of the database in `data/backups`. */
export interface Backup {
  name: string
  sizeBytes: number
  /** ISO 8601. */
  createdAt: string
  /** What it was made before: a migration's name, or `restore`. Absent: made by the clock or by hand. */
  before?: string
}

/** Answer of GET /api/backups. */
export interface BackupList {
  /** The newest first. */
  backups: Backup[]
  /** Hours between two; 0: none is made by the clock. */
  everyHours: number
  kept: number
  /** Why the last attempt of this process came to nothing. */
  problem: string | null
}
