interface KnowsGlyphs {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/**
 * Texts as the font of a PDF can write them. A character that it does not have is not left out, as a reader would not
 * notice: it stands as 〓 with its number in Unicode.
 */
export function writableIn(doc: PDFKit.PDFDocument): (text: string) => string {
  // The typings leave out the font that is in use.
  const { font } = (doc as unknown as { _font: { font: KnowsGlyphs } })._font;
  return (text) =>
    [...text.normalize('NFC').replace(/[^\S\n]/g, ' ')]
      .map((character) => {
        const codePoint = character.codePointAt(0) ?? 0;
        if (character === '\n' || font.hasGlyphForCodePoint(codePoint)) return character;
        return `〓(U+${codePoint.toString(16).toUpperCase().padStart(4, '0')})`;
      })
      .join('');
}
