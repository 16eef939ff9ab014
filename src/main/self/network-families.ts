import { counter } from "../../collectors/kit/family.ts";
import { Sink } from "../../workers/render/sink.ts";
import { type Piece, type Section, SinkFinisher } from "../../workers/protocol/section.ts";
import { CollectedOctets } from "./collected-octets.ts";
import { KeptFile } from "./kept-file.ts";
import { NetworkOctets } from "./network-octets.ts";
import { total } from "./own-families.ts";

const received = counter("process_network_receive_bytes_total", "Bytes received in the network namespace.");
const transmitted = counter("process_network_transmit_bytes_total", "Bytes sent in the network namespace.");

/** The traffic of this process's network namespace. */
export class NetworkFamilies {
  private readonly sink = new Sink();
  private readonly finisher = new SinkFinisher(this.sink);
  private readonly collected: CollectedOctets;
  private readonly file = new NetworkOctets(new KeptFile("/proc/self/net/netstat", 16 * 1024));

  /** `netstat`: number of a collector that reads the same namespace; -1 where there is none. */
  constructor(netstat: number) {
    this.collected = new CollectedOctets(netstat);
  }

  /** The families as of a collection that has just ended, valid until the next call. */
  update(sections: readonly Section[]): readonly Piece[] {
    const isCollected = this.collected.update(sections);
    if (!isCollected) this.file.update();
    const octets = isCollected ? this.collected : this.file;
    const { emit } = this.sink;
    emit(received, total(octets.received));
    emit(transmitted, total(octets.transmitted));
    return this.finisher.finish();
  }
}
