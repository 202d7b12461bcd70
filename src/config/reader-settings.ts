/**
 * Every setting of the readers' app, in the form of settings.ts. What both apps have means the same in both: it is taken
 * from there.
 */
import { z } from 'zod';
import { setting, settings, trueOrFalse } from './settings.ts';

export const readerSettings = {
  GRAPH_TENANT_ID: setting({
    ...settings.GRAPH_TENANT_ID,
    meaning: 'The tenant whose calls are shown. This app never asks Graph; its archive is kept by tenant.',
  }),
  PUBLIC_BASE_URL: setting({
    ...settings.PUBLIC_BASE_URL,
    meaning:
      'The origin under which readers reach this app, and where it checks that nobody can bypass the sign-in. Default: `https://` and `WEBSITE_HOSTNAME`, which Azure sets.',
  }),
  ArchiveStorage: settings.ArchiveStorage,
  ArchiveStorage__blobServiceUri: settings.ArchiveStorage__blobServiceUri,
  ArchiveStorage__tableServiceUri: settings.ArchiveStorage__tableServiceUri,
  ArchiveStorage__credential: settings.ArchiveStorage__credential,
  ArchiveStorage__clientId: settings.ArchiveStorage__clientId,
  READER_CLIENT_ID: setting({
    meaning:
      'The app registration that readers sign in to: whoever was signed in for another app is refused, whatever roles that one gives.',
    form: "the app registration's client id, a GUID",
    schema: z.guid().toLowerCase(),
  }),
  READER_ASK_TICKET: setting({
    meaning: 'Whether nobody and no call is shown without a ticket number, which goes into the access log.',
    form: 'true or false',
    default: 'false',
    schema: trueOrFalse,
  }),
  READER_TIME_ZONE: setting({
    meaning: 'The time zone in which times are shown until a reader chooses another one.',
    form: 'a time zone such as Europe/Berlin, or UTC',
    default: 'UTC',
    schema: z.string().refine(isTimeZone),
  }),
  APPLICATIONINSIGHTS_CONNECTION_STRING: settings.APPLICATIONINSIGHTS_CONNECTION_STRING,
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: settings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING,
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
