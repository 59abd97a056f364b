import QRCode from 'qrcode';

/** Error correction M: a code on a cracked screen is still read, and it stays small enough for cheap scanners. */
const options = { errorCorrectionLevel: 'M', margin: 4 } as const;

export function qrSvg(text: string): Promise<string> {
  return QRCode.toString(text, { ...options, type: 'svg' });
}

/** `scale`: pixels of one module. */
export function qrPng(text: string, scale = 6): Promise<Buffer> {
  return QRCode.toBuffer(text, { ...options, type: 'png', scale });
}
