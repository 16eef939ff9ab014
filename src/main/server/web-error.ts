/** Something that keeps the program from serving: an address or a line of the web configuration. One line of text. */
export class WebError extends Error {
  override readonly name = "WebError";
}
