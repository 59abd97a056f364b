/** Not every browser has it, and the one that ZXing brings is loaded as a script. */
declare var BarcodeDetector: any;
declare var BarcodeDetectionAPI: any;
