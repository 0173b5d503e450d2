/**
 * A version 4 UUID made with `getRandomValues`. `crypto.randomUUID` exists only in secure contexts and young engines,
 * and a panel may be neither.
 */
export function newOperation(fill: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const bytes = new Uint8Array(16);
  fill(bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  let hex = '';
  for (const byte of bytes) {
    hex += (byte + 0x100).toString(16).slice(1);
  }
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
