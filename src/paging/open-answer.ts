/**
 * Opens an answer of Graph, and says what one is worth that cannot be opened: JSON that breaks off is like a cut
 * connection, anything else that does not have the expected form is refused, with its body as evidence.
 */
import { JsonScanError } from '../bytes/scan-json.ts';
import { GraphError, ShapeError } from '../errors.ts';

export interface GraphBody {
  bytes: Uint8Array;
  requestId: string | undefined;
}

/** `doing`, such as "Reading a call record", begins the message. `open` throws JsonScanError and ShapeError. */
export function openAnswer<Opened>(
  { bytes, requestId }: GraphBody,
  doing: string,
  open: (bytes: Uint8Array) => Opened,
): Opened {
  try {
    return open(bytes);
  } catch (error) {
    const known = { status: 200, cause: error, requestId };
    if (error instanceof ShapeError) {
      throw new GraphError(error.message, { ...known, meaning: 'refused', body: bytes });
    }
    if (!(error instanceof JsonScanError)) throw error;
    if (error.flaw === 'truncated')
      throw new GraphError(`${doing}: the answer breaks off`, { ...known, meaning: 'unavailable' });
    throw new GraphError(`${doing}: the answer is not valid JSON`, {
      ...known,
      meaning: 'refused',
      body: bytes,
    });
  }
}
