import type { FaultRow } from './table.ts'

/** What browsers, the machine and Steno itself can do to it. */
export const ownRows: FaultRow[] = [
  {
    row: 43,
    fault: 'browser closes in mid-stream',
    provenBy: [
      { file: 'tests/reliability/re-attached.ts', title: 'P3 cut off and back: byte-equal' },
      { file: 'tests/e2e/re-attach.spec.ts', title: 'a reload in mid-stream goes on where it was, and a second tab shows the same' }
    ]
  },
  {
    row: 44,
    fault: 'Stop',
    provenBy: [
      { file: 'tests/faults/our-own.test.ts', title: 'F44 stops: upstream is left within a second, the text stays, what was sent is paid' },
      { file: 'tests/e2e/tabs.spec.ts', title: 'Stop works from another tab, after a reload, and shows in both; upstream is left' }
    ]
  },
  {
    row: 45,
    fault: 'Stop races the finish',
    provenBy: [{ file: 'tests/reliability/stop-races.ts', title: 'P5 Stop against the end: one wins' }]
  },
  {
    row: 46,
    fault: 'kill -9 in mid-stream',
    provenBy: [{ file: 'tests/reliability/killed.ts', title: 'P1 kill -9: what was shown is stored' }]
  },
  {
    row: 47,
    fault: 'submitted twice',
    provenBy: [
      { file: 'tests/reliability/bursts.ts', title: 'P6 one send, one request' },
      { file: 'tests/turn/byte-and-cent.test.ts', title: 'ten times the same POST is one message, one call, one stream' }
    ]
  },
  {
    row: 48,
    fault: 'same key, other body',
    provenBy: [
      { file: 'tests/turn/byte-and-cent.test.ts', title: 'the same id with another request, and a second question meanwhile, are refused' }
    ]
  },
  {
    row: 49,
    fault: 'two tabs send at once',
    provenBy: [
      { file: 'tests/reliability/resent.ts', title: 'P6 two turns at once: one, and 409' },
      { file: 'tests/e2e/one-send.spec.ts', title: 'a question that comes second is queued, or asked as a branch' }
    ]
  },
  {
    row: 50,
    fault: 'edit or regenerate while streaming',
    provenBy: [
      { file: 'tests/turn/byte-and-cent.test.ts', title: 'the same id with another request, and a second question meanwhile, are refused' },
      {
        file: 'tests/e2e/queue.spec.ts',
        title: 'a question edited during an answer waits as a branch, with its file; sent now, the answer is stopped and both are kept'
      }
    ]
  },
  // DESIGN: whoever asks for the stream of what is gone is answered with 404, not 410.
  {
    row: 51,
    fault: 'chat deleted while streaming',
    provenBy: [
      {
        file: 'tests/http/other-tabs.test.ts',
        title: 'sees a clean end when the conversation is deleted in mid-answer; upstream is left and the cost still booked'
      },
      { file: 'tests/e2e/tabs.spec.ts', title: 'deleting a chat in mid-answer ends it in every tab' }
    ]
  },
  {
    row: 52,
    fault: 'slow reader',
    provenBy: [
      {
        file: 'tests/http/other-tabs.test.ts',
        title: 'over a socket that nobody reads it is dropped at 1 MiB, and comes back behind what it had: nothing missing, nothing twice'
      }
    ]
  },
  // A lock that does not end interrupts the answer as storage_locked; only a start ends with 75.
  {
    row: 53,
    fault: 'database locked by another program',
    provenBy: [
      {
        file: 'tests/db/busy.test.ts',
        title: 'B1 what an answer says waits for a lock that is held for longer than any other write would'
      },
      {
        file: 'tests/db/busy.test.ts',
        title: 'after a write that waited in vain, what is reported as committed is committed, and nobody is locked out'
      },
      { file: 'tests/db/busy.test.ts', title: '%s waits for a lock for seconds without holding up the event loop' },
      { file: 'tests/db/start-faults.test.ts', title: 'on a database that another program holds ends with 75' }
    ]
  },
  {
    row: 54,
    fault: 'second instance on the same data',
    provenBy: [
      { file: 'scripts/check-server.mjs', title: 'a second start on the same data names the first and exits 75' },
      { file: 'scripts/check-server.mjs', title: 'after kill -9 the next start takes over' }
    ]
  },
  {
    row: 55,
    fault: 'data directory read-only, missing, slow or on a network',
    provenBy: [
      { file: 'tests/db/start-faults.test.ts', title: 'on a disk that is read-only ends with 78 and says what to do' },
      {
        file: 'tests/db/storage-watch.test.ts',
        title: 'F55 on %s is told of once, and by the health of a server that takes questions'
      },
      {
        file: 'tests/db/storage-watch.test.ts',
        title: 'F55 in which %s commit takes longer than the limit is told of once, with its time'
      }
    ]
  },
  {
    row: 56,
    fault: 'disk full',
    provenBy: [
      { file: 'tests/reliability/disk-full.ts', title: 'P16 disk full: told, kept, healed' },
      {
        file: 'tests/http/disk-full.test.ts',
        title: 'B11 refuses questions with 507, lets read, keeps what was shown, and heals by itself'
      },
      { file: 'tests/http/disk-full.test.ts', title: 'the demo answers on, and with room again keeps its bill again' }
    ]
  },
  {
    row: 57,
    fault: 'corrupt page',
    provenBy: [
      {
        file: 'tests/db/start-faults.test.ts',
        title: 'on a damaged database ends with 74, names the last backup and how to restore it, and changes nothing'
      },
      { file: 'tests/http/health.test.ts', title: 'B12 a damaged page stops writing, not reading, and is not called healthy' }
    ]
  },
  {
    row: 58,
    fault: 'WAL grows behind a long reader',
    provenBy: [
      {
        file: 'tests/db/wal.test.ts',
        title: 'F58 grows behind a long reader, is told of once, and is emptied when the reader has gone and nothing is written'
      }
    ]
  },
  { row: 59, fault: 'Postgres or Redis down', notApplicable: 'There is neither Postgres nor Redis: SQLite alone.' },
  {
    row: 60,
    fault: 'clock step',
    provenBy: [
      {
        file: 'tests/faults/clock.test.ts',
        title: 'F60 is set %s: the answer is whole and paid, nothing lasted less than no time, and the order stays'
      }
    ]
  },
  {
    row: 61,
    fault: 'out of memory, blocked loop',
    provenBy: [
      {
        file: 'lib/telemetry/loop-watch.test.ts',
        title: 'a loop that stood still for two seconds is logged once, and counts as blocked for a while after'
      },
      { file: 'tests/reliability/killed.ts', title: 'P1 kill -9: what was shown is stored' }
    ]
  },
  {
    row: 62,
    fault: 'an error that nobody foresaw',
    provenBy: [{ file: 'tests/faults/our-own.test.ts', title: 'F62 fails over %s: contained, and logged under the id that the card names' }]
  }
]
