/** Every page of the readers' app: what serves them, describes them and tests them begins here. */
import type { Page } from './page.ts';
import { accessPage } from './pages/access.ts';

export const readerPages: readonly Page[] = [accessPage];
