import QRCode from 'qrcode';

/** A film of a code before a camera, two frames in YUV4MPEG2, which Chromium plays as a camera. */
export function filmOf(text: string): Buffer {
  const [width, height, scale] = [640, 480, 7];
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const [left, top] = [(width - modules.size * scale) >> 1, (height - modules.size * scale) >> 1];
  const light = Buffer.alloc(width * height, 235);
  for (let y = 0; y < modules.size * scale; y++) {
    for (let x = 0; x < modules.size * scale; x++) {
      const isDark = modules.get(Math.floor(y / scale), Math.floor(x / scale));
      if (isDark) light[(top + y) * width + left + x] = 16;
    }
  }
  const colour = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colour]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]);
}
