/**
 * Loaded before Prisma Studio (studio-command.ts). Studio sends a refused row's error to the browser by JSON.stringify,
 * which leaves out an error's message: without this the person at the table reads "operation failed", and not why.
 */
Object.defineProperty(Error.prototype, 'toJSON', {
  configurable: true,
  writable: true,
  value() {
    return { ...this, name: this.name, message: this.message };
  },
});
