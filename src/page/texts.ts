// The texts that the page has fetched, shared by its routes.

import { indexedUses } from '../check/catalogue/scenarioUses.ts';
import { FetchedTexts } from '../check/source/fetchedTexts.ts';

export const texts = new FetchedTexts(indexedUses);
