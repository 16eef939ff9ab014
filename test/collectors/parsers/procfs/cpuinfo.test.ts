import { expect, test } from "vitest";
import { cpuinfoParser } from "../../../../src/collectors/parsers/procfs/cpuinfo.ts";
import { parserSurvivesGarbage } from "../../../support/garbage.ts";

/** From a virtual machine with Linux 6.18; flags and bugs are shortened. */
const X86 = `processor	: 0
vendor_id	: GenuineIntel
cpu family	: 6
model		: 207
model name	: Intel(R) Xeon(R) Processor
stepping	: 2
microcode	: 0x1
cpu MHz		: 2299.998
cache size	: 266240 KB
physical id	: 0
siblings	: 2
core id		: 1
flags		: fpu vme aes avx2
bugs		: spectre_v1 its
bogomips	: 4599.99
power management:

processor	: 3
vendor_id	: GenuineIntel
physical id	: 1
flags		: other
bugs		:
power management:

`;

const ARM64 = `processor	: 0
BogoMIPS	: 243.75
Features	: fp asimd evtstrm aes
CPU implementer	: 0x41

processor	: 1
BogoMIPS	: 243.75
Features	: fp asimd evtstrm aes
`;

const ARM_WITH_ONE_CPU = `Processor	: ARM926EJ-S rev 5 (v5l)
BogoMIPS	: 1191.11
Features	: swp half thumb
Hardware	: Marvell Feroceon-KW
`;

const S390X = `vendor_id       : IBM/S390
# processors    : 2
bogomips per cpu: 3033.00
features	: esan3 zarch stfle
processor 0: version = FF,  identification = 0133E8,  machine = 2964
processor 4: version = FF,  identification = 0133E8,  machine = 2964

cpu number      : 0
physical id     : 2
core id         : 7
cpu MHz dynamic : 5000
cpu MHz static  : 5000

cpu number      : 4
physical id     : 3
core id         : 8
cpu MHz dynamic : 5200
`;

const PPC64 = `
processor	: 0
cpu		: POWER7 (architected), altivec supported
clock		: 3000.500000MHz
revision	: 2.1 (pvr 003f 0201)

processor	: 5
cpu		: POWER7 (architected), altivec supported
clock		: 3000.000000MHz
`;

const RISCV64 = "processor\t: 0\nhart\t\t: 2\nisa\t\t: rv64imafdc\nmmu\t\t: sv39\n";
const MIPS = "system type\t\t: UBNT_E100\nmachine\t\t\t: x\nprocessor\t\t: 0\ncpu model\t\t: Cavium Octeon+ V0.1\n";
const LOONGARCH =
  "system type\t\t: generic-loongson-machine\n\nprocessor\t\t: 0\nCPU Family\t\t: Loongson-64bit\nModel Name\t\t: Loongson-3A5000\n";

const parse = (architecture: string, text: string) => cpuinfoParser(architecture)(Buffer.from(text), "cpuinfo");

test("x86: reads each CPU, and flags and bugs of the first", () => {
  const { cpus, flags, bugs } = parse("x64", X86);
  expect(cpus[0]).toEqual({
    processor: 0,
    vendorId: "GenuineIntel",
    cpuFamily: "6",
    model: "207",
    modelName: "Intel(R) Xeon(R) Processor",
    stepping: "2",
    microcode: "0x1",
    mhz: 2299.998,
    cacheSize: "266240 KB",
    physicalId: "0",
    coreId: "1",
  });
  expect(cpus[1]).toMatchObject({ processor: 3, physicalId: "1", coreId: "", modelName: "", mhz: 0 });
  expect(cpus).toHaveLength(2);
  expect([flags, bugs]).toEqual([
    ["fpu", "vme", "aes", "avx2"],
    ["spectre_v1", "its"],
  ]);
});

test("x86: a CPU without bugs ends its line at the colon", () => {
  expect(parse("x64", "processor\t: 0\nbugs\t\t:\n").bugs).toEqual([]);
});

test("arm64: CPUs have numbers only, and share their features", () => {
  const { cpus, flags } = parse("arm64", ARM64);
  expect(cpus.map(({ processor, vendorId }) => [processor, vendorId])).toEqual([
    [0, ""],
    [1, ""],
  ]);
  expect(flags).toEqual(["fp", "asimd", "evtstrm", "aes"]);
});

test("arm: an old kernel with one CPU prints no number", () => {
  const { cpus, flags } = parse("arm", ARM_WITH_ONE_CPU);
  expect(cpus).toHaveLength(1);
  expect(cpus[0]).toMatchObject({ processor: 0, modelName: "ARM926EJ-S rev 5 (v5l)" });
  expect(flags).toEqual(["swp", "half", "thumb"]);
});

test("s390x: joins the line and the block of each CPU", () => {
  const { cpus, flags } = parse("s390x", S390X);
  expect(cpus).toMatchObject([
    { processor: 0, vendorId: "IBM/S390", physicalId: "2", coreId: "7", mhz: 5000 },
    { processor: 4, vendorId: "IBM/S390", physicalId: "3", coreId: "8", mhz: 5200 },
  ]);
  expect(flags).toEqual(["esan3", "zarch", "stfle"]);
});

test.each([
  ["ppc64", PPC64, { processor: 0, vendorId: "POWER7 (architected), altivec supported", mhz: 3000.5 }],
  ["riscv64", RISCV64, { processor: 0, coreId: "2", modelName: "rv64imafdc" }],
  ["mipsel", MIPS, { processor: 0, vendorId: "UBNT_E100", modelName: "Cavium Octeon+ V0.1" }],
  [
    "loong64",
    LOONGARCH,
    { processor: 0, vendorId: "generic-loongson-machine", cpuFamily: "Loongson-64bit", modelName: "Loongson-3A5000" },
  ],
])("%s: reads the first CPU", (architecture, text, cpu) => {
  expect(parse(architecture, text).cpus[0]).toMatchObject(cpu);
});

test.each([
  ["x64", "", "no CPU"],
  ["x64", "vendor_id\t: 1\n", 'a line of a CPU without its number in "vendor_id\\t: 1"'],
  ["x64", "processor\t: one\n", 'not a number in "processor\\t: one"'],
  ["x64", "processor\t: 0\ncpu MHz\t\t: fast\n", 'not a clock rate in "cpu MHz\\t\\t: fast"'],
  ["mips", "system type\t: x\ncpu model\t: y\n", "a line of a CPU without its number"],
  ["s390x", "vendor_id : x\n", "no CPU"],
  ["sparc", "cpu\t: x\n", "its format on sparc is not known"],
])("%s: %j fails", (architecture, text, message) => {
  expect(() => parse(architecture, text)).toThrow(`cpuinfo: ${message}`);
});

test.each([
  ["x64", X86],
  ["arm64", ARM64],
  ["arm", ARM_WITH_ONE_CPU],
  ["s390x", S390X],
  ["ppc64", PPC64],
  ["mips", MIPS],
])("%s: survives garbage", (architecture, text) => {
  parserSurvivesGarbage(cpuinfoParser(architecture), text);
});
