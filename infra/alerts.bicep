// What wakes somebody up. Each rule is a query in queries/alerts that returns rows only when something is wrong; `see`
// names the heading in docs/operations.md that says what to do.

param name string
param location string
param tags object
param insightsId string
param isOn bool
param emails string[]
param actionGroupIds string[]

@description('Whether there is an app for readers.')
param hasReader bool

@description('Tags of the rules for that app.')
param readerTags object

// The app checks itself every few minutes (docs/operations.md, "Checks") and says what failed.
var checks = [
  { name: 'subscription', severity: 1, title: 'There is no valid subscription', see: 'The subscription is gone or cannot be made' }
  { name: 'graph-permission', severity: 1, title: 'Graph denies access', see: 'Graph answers 401 or 403' }
  { name: 'storage', severity: 1, title: 'Storage denies the app access', see: 'Storage is down or refuses' }
  { name: 'reconcile', severity: 1, title: 'The comparison with Graph is late', see: 'Reconcile does not finish' }
  { name: 'notifications', severity: 2, title: 'There are calls, but Graph sends no notifications', see: 'No notifications arrive' }
  { name: 'seal-chain', severity: 1, title: 'The chain of seals is broken', see: 'The chain of seals is broken' }
  { name: 'sealed-changes', severity: 1, title: 'Sealed files changed', see: 'Sealed files changed' }
  { name: 'sealing', severity: 2, title: 'Days are not sealed', see: 'Days are not sealed' }
  { name: 'seal-stamps', severity: 3, title: 'Time stamps are missing', see: 'Time stamps are missing' }
  { name: 'pending-records', severity: 2, title: 'A record has been waiting for a long time', see: 'Records are missing' }
]

var ofChecks = [
  for item in checks: {
    name: item.name
    title: item.title
    see: item.see
    severity: item.severity
    every: 'PT15M'
    window: 'PT30M'
    query: replace(loadTextContent('queries/alerts/check-failed.kql'), 'CHECK-NAME', item.name)
  }
]

// Each window reaches back beyond the previous evaluation, so that late telemetry is seen too.
var ofEvents = [
  {
    name: 'calls-expiring'
    title: 'Calls are about to be forgotten'
    see: 'Calls are about to be forgotten'
    severity: 0
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/calls-expiring.kql')
  }
  {
    name: 'record-lost'
    title: 'A call record is lost'
    see: 'A record is lost'
    severity: 0
    every: 'PT1H'
    window: 'PT2H'
    query: loadTextContent('queries/alerts/record-lost.kql')
  }
  {
    name: 'not-running'
    title: 'The app does not run'
    see: 'The app does not start'
    severity: 1
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/not-running.kql')
  }
  {
    name: 'storage-failing'
    title: 'The app cannot write'
    see: 'Storage is down or refuses'
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('queries/alerts/storage-failing.kql')
  }
  {
    name: 'call-reports'
    title: 'A call report is not archived'
    see: 'Checks'
    severity: 2
    every: 'PT1H'
    window: 'PT2H'
    query: loadTextContent('queries/alerts/call-reports.kql')
  }
  {
    name: 'poison'
    title: 'A message kept failing'
    see: 'The poison queue is not empty'
    severity: 2
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('queries/alerts/poison.kql')
  }
]

var ofReader = [
  {
    name: 'reader-closed'
    title: 'The readers’ app shows nothing'
    see: 'Readers are shown nothing'
    severity: 2
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/reader-closed.kql')
  }
  {
    name: 'reader-access-log'
    title: 'The readers’ access log cannot be written'
    see: 'Readers are shown nothing'
    severity: 2
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('queries/alerts/reader-access-log.kql')
  }
  {
    name: 'reader-failing'
    title: 'The readers’ app fails'
    see: 'Readers are shown nothing'
    severity: 3
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('queries/alerts/reader-failing.kql')
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: take(name, 12)
    emailReceivers: [
      for (address, i) in emails: {
        name: 'mail-${i}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for item in concat(ofChecks, ofEvents, hasReader ? ofReader : []): {
    name: '${name}-${item.name}'
    location: location
    tags: startsWith(item.name, 'reader-') ? readerTags : tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}: ${item.title}'
      description: 'What to do: docs/operations.md, "${item.see}".'
      enabled: isOn
      severity: item.severity
      scopes: [insightsId]
      evaluationFrequency: item.every
      windowSize: item.window
      autoMitigate: true
      // A component created a minute ago does not have its tables yet.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: item.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
          }
        ]
      }
      actions: { actionGroups: concat(empty(emails) ? [] : [people.id], actionGroupIds) }
    }
  }
]
