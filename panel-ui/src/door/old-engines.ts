/* Svelte calls replaceAll, which engines before Chromium 85 and Safari 13.1 lack; it only ever passes strings. */
if (!('replaceAll' in String.prototype)) {
  Object.defineProperty(String.prototype, 'replaceAll', {
    configurable: true,
    writable: true,
    value: function (this: string, found: string, by: string): string {
      return this.split(found).join(by);
    },
  });
}

export {};
