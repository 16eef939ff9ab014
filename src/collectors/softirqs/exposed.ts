/** Software interrupts that are shown. */
export const EXPOSED: ReadonlySet<string> = new Set(
  "HI TIMER NET_TX NET_RX BLOCK IRQ_POLL TASKLET SCHED HRTIMER RCU".split(" "),
);
