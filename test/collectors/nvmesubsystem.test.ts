import { expect, test } from "vitest";
import nvmesubsystem from "../../src/collectors/nvmesubsystem.ts";
import { collect } from "../support/collect.ts";
import { hostTree } from "../support/tree.ts";
import { samplesOf } from "../support/samples.ts";

const CLASS = "sys/class/nvme-subsystem";

function subsystem(name: string): Record<string, string> {
  return {
    [`${CLASS}/${name}/subsysnqn`]: `nqn.2024-01.org.example:${name}\n`,
    [`${CLASS}/${name}/model`]: "Array\n",
    [`${CLASS}/${name}/serial`]: "0001\n",
    [`${CLASS}/${name}/iopolicy`]: "numa\n",
    [`${CLASS}/${name}/nvme0n1/`]: "",
    [`${CLASS}/${name}/power/`]: "",
  };
}

function controller(name: string, state: string): Record<string, string> {
  return {
    [`${CLASS}/${name}/state`]: `${state}\n`,
    [`${CLASS}/${name}/transport`]: "tcp\n",
    [`${CLASS}/${name}/address`]: "traddr=192.0.2.1,trsvcid=4420\n",
  };
}

test("counts paths and gives the state of each", async () => {
  const paths = hostTree({
    ...subsystem("nvme-subsys0"),
    ...controller("nvme-subsys0/nvme0", "live"),
    ...controller("nvme-subsys0/nvme1", "deleting (no IO)"),
    ...controller("nvme-subsys0/nvme2", "melting"),
    [`${CLASS}/other/`]: "",
  });
  const { status, text } = await collect(nvmesubsystem, { paths });
  expect(status).toBe("ok");
  const lines = samplesOf(text, /(?<! 0)$/);
  expect(lines).toEqual([
    'node_nvmesubsystem_info{iopolicy="numa",model="Array",nqn="nqn.2024-01.org.example:nvme-subsys0",serial="0001",subsystem="nvme-subsys0"} 1',
    'node_nvmesubsystem_namespace_info{device="nvme0n1",subsystem="nvme-subsys0"} 1',
    'node_nvmesubsystem_path_state{controller="nvme0",state="live",subsystem="nvme-subsys0",transport="tcp"} 1',
    'node_nvmesubsystem_path_state{controller="nvme1",state="deleting",subsystem="nvme-subsys0",transport="tcp"} 1',
    'node_nvmesubsystem_path_state{controller="nvme2",state="unknown",subsystem="nvme-subsys0",transport="tcp"} 1',
    'node_nvmesubsystem_paths{subsystem="nvme-subsys0"} 3',
    'node_nvmesubsystem_paths_live{subsystem="nvme-subsys0"} 1',
  ]);
  expect(text.match(/node_nvmesubsystem_path_state\{/g)).toHaveLength(21);
});

test("a path whose state cannot be read is a path all the same", async () => {
  const paths = hostTree({
    ...subsystem("nvme-subsys0"),
    ...controller("nvme-subsys0/nvme0", "live"),
    [`${CLASS}/nvme-subsys0/nvme1/transport`]: "tcp\n",
  });
  const { status, text } = await collect(nvmesubsystem, { paths });
  expect(status).toBe("ok");
  expect(samplesOf(text, /_paths/)).toEqual([
    'node_nvmesubsystem_paths{subsystem="nvme-subsys0"} 2',
    'node_nvmesubsystem_paths_live{subsystem="nvme-subsys0"} 1',
  ]);
  expect(text).not.toContain('controller="nvme1"');
});

test("has no data without the class, and shows a subsystem without an attribute", async () => {
  expect((await collect(nvmesubsystem, { paths: hostTree({}) })).status).toBe("nodata");
  const { [`${CLASS}/nvme-subsys0/iopolicy`]: _, ...old } = subsystem("nvme-subsys0");
  const { status, text } = await collect(nvmesubsystem, { paths: hostTree({ ...old, ...subsystem("nvme-subsys1") }) });
  expect(status).toBe("ok");
  expect(text).toContain('node_nvmesubsystem_paths{subsystem="nvme-subsys1"} 0');
});
