/** Authors type straight apostrophes; readers see curved ones. */
export const curved = (text: string): string => text.replace(/(?<=\p{L})'(?=\p{L}|\s|$)/gu, '’');
