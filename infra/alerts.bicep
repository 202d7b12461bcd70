// What wakes somebody up. Each rule is a query in queries/alerts that gives rows only when something is wrong; what to
// do then is in docs/operations.md.

param name string
param location string
param tags object
param insightsId string
param isOn bool
param emails string[]
param actionGroupIds string[]
param reconcileLateAfter string

var rules = [
  {
    name: 'calls-expiring'
    title: 'Calls are about to be forgotten'
    severity: 0
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/calls-expiring.kql')
  }
  {
    name: 'record-lost'
    title: 'A call record is lost'
    severity: 0
    every: 'PT1H'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/record-lost.kql')
  }
  {
    name: 'subscription-not-kept'
    title: 'The subscription is not looked after'
    severity: 1
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/subscription-not-kept.kql')
  }
  {
    name: 'subscription-failing'
    title: 'The subscription cannot be kept'
    severity: 1
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/subscription-failing.kql')
  }
  {
    name: 'graph-denied'
    title: 'Graph denies access'
    severity: 1
    every: 'PT30M'
    window: 'PT1H'
    query: loadTextContent('queries/alerts/graph-denied.kql')
  }
  {
    name: 'reconcile-late'
    title: 'No comparison with Graph was completed'
    severity: 1
    every: 'PT1H'
    window: reconcileLateAfter
    query: loadTextContent('queries/alerts/reconcile-late.kql')
  }
  {
    name: 'storage-failing'
    title: 'The app cannot write'
    severity: 1
    every: 'PT15M'
    window: 'PT30M'
    query: loadTextContent('queries/alerts/storage-failing.kql')
  }
  {
    name: 'no-notifications'
    title: 'Graph announces no calls, although there are some'
    severity: 2
    every: 'PT1H'
    window: 'P1D'
    query: loadTextContent('queries/alerts/no-notifications.kql')
  }
  {
    name: 'poison'
    title: 'A message kept failing'
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
    query: loadTextContent('queries/alerts/poison.kql')
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
  for item in rules: {
    name: '${name}-${item.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}: ${item.title}'
      description: 'What to do: docs/operations.md. The query: infra/queries/alerts/${item.name}.kql.'
      enabled: isOn
      severity: item.severity
      scopes: [insightsId]
      evaluationFrequency: item.every
      windowSize: item.window
      autoMitigate: true
      // A component that was made a minute ago does not know its tables yet.
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
