/** Which texts can be a connection string: what is accepted must open, and what is not must be told at the start. */
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { expect, test } from '@jest/globals';
import { isConnectionString } from '../../../src/config/connection-string.ts';

const account = 'AccountName=acct;AccountKey=c2VjcmV0LWtleQ==';
const endpoints = ['Blob', 'Queue', 'Table']
  .map((service) => `${service}Endpoint=https://acct.${service.toLowerCase()}.core.windows.net`)
  .join(';');
const emulator = ['Blob', 'Queue', 'Table']
  .map((service, i) => `${service}Endpoint=http://127.0.0.1:${10_000 + i}/acct;`)
  .join('');

test.each([
  'UseDevelopmentStorage=true',
  `DefaultEndpointsProtocol=https;${account};EndpointSuffix=core.windows.net`,
  `DefaultEndpointsProtocol=https;${account};EndpointSuffix=core.usgovcloudapi.net;`,
  `DefaultEndpointsProtocol=https;${account};${endpoints}`,
  `DefaultEndpointsProtocol=http;${account};${emulator}`,
  `${endpoints};SharedAccessSignature=sv=2026-01-01&sig=c2ln%3D`,
])('%s is one, and opens', (text) => {
  expect(isConnectionString(text)).toBe(true);
  expect(() => BlobServiceClient.fromConnectionString(text)).not.toThrow();
  expect(() => QueueServiceClient.fromConnectionString(text)).not.toThrow();
});

test.each([
  '',
  'foo',
  'foo=bar',
  'UseDevelopmentStorage=false',
  account,
  `DefaultEndpointsProtocol=https;${account}`,
  `DefaultEndpointsProtocol=http;${account};EndpointSuffix=core.windows.net`,
  `DefaultEndpointsProtocol=https;${account};EndpointSuffix=evil.example/`,
  'DefaultEndpointsProtocol=https;AccountName=acct;EndpointSuffix=core.windows.net',
  'DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=not base64;EndpointSuffix=core.windows.net',
  `DefaultEndpointsProtocol=https;${account};BlobEndpoint=https://acct.blob.core.windows.net`,
  `DefaultEndpointsProtocol=https;${account};${endpoints.replaceAll('https:', 'http:')}`,
  `BlobEndpoint=https://acct.blob.core.windows.net;SharedAccessSignature=sv=2026-01-01&sig=c2ln`,
  `${endpoints};SharedAccessSignature=`,
  endpoints,
])('%j is none', (text) => {
  expect(isConnectionString(text)).toBe(false);
});
