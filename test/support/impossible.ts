/** The machine at hand cannot produce the fault. */
export class Impossible extends Error {
  override readonly name = "Impossible";
}
