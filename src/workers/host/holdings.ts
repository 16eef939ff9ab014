import { closeSync } from "node:fs";

/** What keeps descriptors open. Files open again when they are read after that. */
export interface Closable {
  close(): void;
}

/** What one collector has opened and keeps, so that nothing stays open when it is made again or switched off. */
export class Holdings {
  private readonly closables = new Set<Closable>();
  private readonly descriptors = new Set<number>();

  add(closable: Closable): void {
    this.closables.add(closable);
  }

  opened(descriptor: number): void {
    this.descriptors.add(descriptor);
  }

  closed(descriptor: number): void {
    this.descriptors.delete(descriptor);
  }

  /** The collector does not run any more. */
  close(): void {
    for (const closable of this.closables) closable.close();
    for (const descriptor of this.descriptors) closeSync(descriptor);
    this.closables.clear();
    this.descriptors.clear();
  }
}
