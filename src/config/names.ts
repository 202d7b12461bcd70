/** The names of queues, containers and tables. Fixed: infrastructure and other programs rely on them. */
export const names = {
  /** The prefix of the app settings that say where the archive lives; the queue trigger uses it too. */
  connection: 'ArchiveStorage',
  queues: {
    requests: 'archive-requests',
    poison: 'archive-requests-poison',
    /** Work that can wait: it never delays a record. */
    work: 'archive-work',
    workPoison: 'archive-work-poison',
  },
  containers: {
    records: 'call-records',
    evidence: 'call-evidence',
    reports: 'call-reports',
    proof: 'call-proof',
    /** Derived from the others: may be deleted and made again at any time. */
    tables: 'call-tables',
  },
  /** What only the readers' app writes; the archiving app never touches it. */
  readerContainers: {
    /** Who looked at whom and at what. */
    access: 'call-access',
  },
  tables: {
    index: 'CallIndex',
    failures: 'FailureLedger',
    state: 'ArchiveState',
    people: 'People',
  },
} as const;
