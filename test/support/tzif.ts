interface ZoneFile {
  readonly types: readonly (readonly [offset: number, isDst: boolean, abbreviation: string])[];
  /** Time and index of the type from then on. */
  readonly transitions?: readonly (readonly [time: number, type: number])[];
  readonly rule?: string;
}

/** Writes a compiled time zone as zic does (RFC 8536): version 2 with a rule, or version 1. */
export function compileZone(zone: ZoneFile, version: 1 | 2 = 2): Buffer {
  if (version === 1) return block(zone, 0, 4);
  return Buffer.concat([block(zone, 0x32, 4), block(zone, 0x32, 8), Buffer.from(`\n${zone.rule ?? ""}\n`)]);
}

function block({ types, transitions = [] }: ZoneFile, version: number, timeBytes: 4 | 8): Buffer {
  const names = types.map(([, , name]) => `${name}\0`);
  const header = Buffer.alloc(44);
  header.write("TZif");
  header[4] = version;
  for (const [i, count] of [0, 0, 0, transitions.length, types.length, names.join("").length].entries())
    header.writeUInt32BE(count, 20 + i * 4);
  const times = Buffer.alloc(transitions.length * timeBytes);
  for (const [i, [time]] of transitions.entries()) {
    if (timeBytes === 8) times.writeBigInt64BE(BigInt(time), i * 8);
    else times.writeInt32BE(time, i * 4);
  }
  const infos = types.map(([offset, isDst], i) => {
    const info = Buffer.alloc(6);
    info.writeInt32BE(offset);
    info[4] = isDst ? 1 : 0;
    info[5] = names.slice(0, i).join("").length;
    return info;
  });
  return Buffer.concat([
    header,
    times,
    Buffer.from(transitions.map(([, type]) => type)),
    ...infos,
    Buffer.from(names.join("")),
  ]);
}
