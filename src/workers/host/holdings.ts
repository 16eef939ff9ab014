/** What keeps descriptors open. Files open again when they are read after that. */
interface Closable {
  close(): void;
}

/** What one collector has opened and keeps, so that nothing stays open when it is made again or switched off. */
export class Holdings {
  private readonly closables = new Set<Closable>();
  /** How each of them is closed: as it was opened, since the C library and Node.js note descriptors apart. */
  private readonly descriptors = new Map<number, (descriptor: number) => void>();

  add(closable: Closable): void {
    this.closables.add(closable);
  }

  opened(descriptor: number, close: (descriptor: number) => void): void {
    this.descriptors.set(descriptor, close);
  }

  closed(descriptor: number): void {
    this.descriptors.delete(descriptor);
  }

  /** The collector does not run any more. */
  close(): void {
    for (const closable of this.closables) closable.close();
    for (const [descriptor, close] of this.descriptors) close(descriptor);
    this.closables.clear();
    this.descriptors.clear();
  }
}
