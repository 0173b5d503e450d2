import { PICTOGRAMS, type PictogramName } from './looks';

export function Pictogram({ name, turned = 0 }: { name: PictogramName; turned?: number }) {
  return (
    <svg class="pictogram" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PICTOGRAMS[name]} transform={turned === 0 ? undefined : `rotate(${turned} 12 12)`} />
    </svg>
  );
}
