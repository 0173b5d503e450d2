/**
 * What outlives a power cut at the panel: kept check-ins, the last state, the panel's own key. Every call settles; where
 * the browser refuses storage, `put` says false and the page says so to people.
 */
export interface Store {
  /** True once the value is on disk. */
  put(name: string, value: unknown): Promise<boolean>;
  drop(name: string): Promise<boolean>;
  all(): Promise<ReadonlyMap<string, unknown>>;
}

const SHELF = 'kept';

export function browserStore(): Store {
  const opened = open();
  const change = (call: (shelf: IDBObjectStore) => void): Promise<boolean> =>
    opened.then(
      (database) =>
        new Promise((resolve) => {
          if (database === null) {
            resolve(false);
            return;
          }
          try {
            // Kept means on the disk, also where the engine would rather answer sooner.
            const transaction = database.transaction(SHELF, 'readwrite', { durability: 'strict' });
            transaction.oncomplete = () => resolve(true);
            transaction.onabort = () => resolve(false);
            call(transaction.objectStore(SHELF));
          } catch {
            resolve(false);
          }
        }),
    );
  return {
    put: (name, value) => change((shelf) => shelf.put(value, name)),
    drop: (name) => change((shelf) => shelf.delete(name)),
    all: async () => {
      const found = new Map<string, unknown>();
      await change((shelf) => {
        shelf.openCursor().onsuccess = (event) => {
          const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
          if (cursor !== null) {
            found.set(String(cursor.key), cursor.value);
            cursor.continue();
          }
        };
      });
      return found;
    },
  };
}

function open(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open('lintel', 1);
      request.onupgradeneeded = () => request.result.createObjectStore(SHELF);
      request.onsuccess = () => resolve(request.result);
      request.onerror = request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}
