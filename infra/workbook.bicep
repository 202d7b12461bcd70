// One page to look at: what is archived, how late, what is missing, what was sealed, what failed and why, what was poor,
// how much Graph throttles.

param name string
param location string
param tags object
param insightsId string

@description('Whether there is an app for readers.')
param hasReader bool

var charts = [
  {
    title: 'Calls and versions archived per day'
    look: 'timechart'
    query: loadTextContent('queries/charts/calls-a-day.kql')
  }
  {
    title: 'Minutes from the end of a call to the archive (median, 95th and 99th percentile)'
    look: 'timechart'
    query: loadTextContent('queries/charts/lag.kql')
  }
  {
    title: 'Poor streams, percent of those with a verdict, per day of archiving'
    look: 'timechart'
    query: loadTextContent('queries/charts/poor-share.kql')
  }
  {
    title: 'Gaps that reconciling found, daily maximum'
    look: 'timechart'
    query: loadTextContent('queries/charts/gaps.kql')
  }
  {
    title: 'Seals a day: days in them, days without Graph’s list, calls missing, changes that nobody explained'
    look: 'timechart'
    query: loadTextContent('queries/charts/seals.kql')
  }
  {
    title: 'Failures by reason'
    look: 'table'
    query: loadTextContent('queries/charts/failures.kql')
  }
  {
    title: 'Requests to Graph per hour: throttled, failed, all'
    look: 'timechart'
    query: loadTextContent('queries/charts/throttling.kql')
  }
]

var ofReader = [
  {
    title: 'The readers’ app: what it could not show, and why, per day'
    look: 'timechart'
    query: loadTextContent('queries/charts/reader-trouble.kql')
  }
]

var timeRange = {
  type: 9
  name: 'time range'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    parameters: [
      {
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time range'
        type: 4
        isRequired: true
        value: { durationMs: 2592000000 }
        typeSettings: {
          selectableValues: [{ durationMs: 86400000 }, { durationMs: 604800000 }, { durationMs: 2592000000 }]
          allowCustom: true
        }
      }
    ]
  }
}

var items = [
  for (chart, i) in concat(charts, hasReader ? ofReader : []): {
    type: 3
    name: 'chart ${i}'
    content: {
      version: 'KqlItem/1.0'
      title: chart.title
      query: chart.query
      visualization: chart.look
      size: 0
      timeContextFromParameter: 'TimeRange'
      queryType: 0
      resourceType: 'microsoft.insights/components'
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Call archive: ${name}'
    category: 'workbook'
    sourceId: insightsId
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([timeRange], items)
      fallbackResourceIds: [insightsId]
    })
  }
}
