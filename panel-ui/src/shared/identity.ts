import type { Store } from './store';

/** The panel's own key. It never leaves the browser; where there is none, the edge trusts its cookie alone. */
export interface Identity {
  /** SPKI as base64url; null where the browser makes no keys, which is so on plain http. */
  publicKey(): Promise<string | null>;
  /** Which panel the edge said this is; null before pairing. */
  panel(): Promise<string | null>;
  keep(panel: string): Promise<void>;
  forget(): Promise<void>;
  sign(text: string): Promise<string | null>;
}

interface Kept {
  readonly keys: CryptoKeyPair;
  readonly panel: string | null;
}

const NAME = 'identity';
const KIND = { name: 'ECDSA', namedCurve: 'P-256' };

export function browserIdentity(store: Store): Identity {
  let kept: Promise<Kept | null> | null = null;

  /** The key is made once and on disk before the edge hears of it, or it would be lost with the next restart. */
  async function make(): Promise<Kept | null> {
    try {
      const keys = await crypto.subtle.generateKey(KIND, false, ['sign', 'verify']);
      const made = { keys, panel: null };
      return (await store.put(NAME, made)) ? made : null;
    } catch {
      return null;
    }
  }

  async function read(): Promise<Kept | null> {
    return ((await store.all()).get(NAME) as Kept | undefined) ?? null;
  }

  return {
    publicKey: async () => {
      const found = (await (kept ??= read())) ?? (await (kept = make()));
      return found === null ? null : base64url(await crypto.subtle.exportKey('spki', found.keys.publicKey));
    },
    panel: async () => (await (kept ??= read()))?.panel ?? null,
    keep: async (panel) => {
      const found = await kept;
      if (found !== null) {
        kept = Promise.resolve({ ...found, panel });
        await store.put(NAME, { ...found, panel });
      }
    },
    forget: async () => {
      kept = Promise.resolve(null);
      await store.drop(NAME);
    },
    sign: async (text) => {
      const found = await (kept ??= read());
      return found === null
        ? null
        : base64url(
            await crypto.subtle.sign(
              { name: 'ECDSA', hash: 'SHA-256' },
              found.keys.privateKey,
              new TextEncoder().encode(text),
            ),
          );
    },
  };
}

function base64url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
