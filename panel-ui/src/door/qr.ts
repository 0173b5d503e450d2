import { generate } from 'lean-qr/nano';

/** A QR code as one path on a grid of `size` by `size`, so that it is drawn like every other pictogram. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const code = generate(text);
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      path += code.get(x, y) ? `M${x} ${y}h1v1h-1z` : '';
    }
  }
  return { size: code.size, path };
}
