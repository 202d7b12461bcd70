// The names that the code relies on: src/config/names.ts. A test keeps both equal.

@export()
var queues = ['archive-requests', 'archive-requests-poison', 'archive-work', 'archive-work-poison']

@export()
var containers = ['call-records', 'call-evidence', 'call-reports', 'call-proof', 'call-tables']

@description('Who looked at whose calls. The archiving app has no right on it.')
@export()
var accessLogContainer = 'call-access'

@export()
var tables = ['CallIndex', 'FailureLedger', 'ArchiveState', 'People']

@description('The container of the host account that the package is deployed to.')
@export()
var packageContainer = 'app-package'
