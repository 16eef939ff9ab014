import { counter } from "../../collectors/kit/family.ts";
import { KeptFile } from "./kept-file.ts";
import { NetworkOctets } from "./network-octets.ts";
import { expensiveDue, type OwnFamilies, total } from "./own-families.ts";

const received = counter("process_network_receive_bytes_total", "Bytes received in the network namespace.");
const transmitted = counter("process_network_transmit_bytes_total", "Bytes sent in the network namespace.");

/** The traffic of this process's network namespace. */
export function networkFamilies(): OwnFamilies {
  const octets = new NetworkOctets(new KeptFile("/proc/self/net/netstat", 16 * 1024));
  const isDue = expensiveDue();
  return (emit) => {
    if (isDue()) octets.update();
    emit(received, total(octets.received));
    emit(transmitted, total(octets.transmitted));
  };
}
