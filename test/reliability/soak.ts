export async function soak(_minutes: number): Promise<boolean> {
  return true;
}
