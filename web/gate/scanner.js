/* Reads codes by the camera: by the browser's own detector, else by ZXing, which the house serves itself. */

/** @type {Promise<any> | undefined} */
let detector;

function loadDetector() {
  if ('BarcodeDetector' in globalThis) return Promise.resolve(new globalThis.BarcodeDetector({ formats: ['qr_code'] }));
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/gate/barcode-detector.js';
    script.onload = () => {
      const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
      prepareZXingModule({ overrides: { locateFile: () => '/gate/zxing_reader.wasm' } });
      resolve(new BarcodeDetector({ formats: ['qr_code'] }));
    };
    script.onerror = () => reject(new Error('The reader could not be loaded.'));
    document.head.append(script);
  });
}

/**
 * Shows the camera in the element and says each code that it sees, the same one again only after three seconds.
 * @param {HTMLVideoElement} video @param {(text: string) => void} seen @returns {Promise<() => void>} stops it
 */
export async function startCamera(video, seen) {
  detector ??= loadDetector();
  const reader = await detector;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  let isOn = true;
  let last = { text: '', at: 0 };
  const look = async () => {
    if (!isOn) return;
    const codes = video.readyState >= 2 ? await reader.detect(video).catch(() => []) : [];
    const text = codes[0]?.rawValue ?? '';
    if (text !== '' && (text !== last.text || Date.now() - last.at > 3_000)) {
      last = { text, at: Date.now() };
      seen(text);
    }
    setTimeout(look, 120);
  };
  void look();
  return () => {
    isOn = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
