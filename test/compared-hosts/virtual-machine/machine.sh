#!/usr/bin/env bash
# Boots the kernel of Debian 12 in QEMU with two NUMA nodes and many kinds of devices (inside.sh).
#
#   machine.sh capture              captures it into captured.json beside this script, with capture.ts; record then what
#                                   node_exporter shows: npm run -s fixtures:expect -- /path/to/node_exporter-1.12.1
#   machine.sh check NODE_EXPORTER  compares the built program with node_exporter, a path, and switches CPUs off and on
#                                   (row S5), whose result goes into docs/reliability.md
#
# As root; needs debootstrap, qemu-system-x86, a Debian mirror (MIRROR) and 4 GB of disk, but no KVM: ten minutes at most.
# ROOT: a directory for the root file system, used again where it exists; by default a temporary one.
set -euo pipefail

job=${1:?capture or check}
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../../.." && pwd)
mirror=${MIRROR:-http://deb.debian.org/debian}
packages=linux-image-amd64,kmod,udev,iproute2,mdadm,btrfs-progs,xfsprogs,nfs-kernel-server,nfs-common,bcache-tools,ipvsadm,libatomic1

directory=$(mktemp -d)
trap 'rm -rf --one-file-system "$directory"' EXIT
root=${ROOT:-$directory/root}
output=$directory/output
mkdir "$output"
[ "$job" != check ] || cp "${2:?path of node_exporter}" "$output/node_exporter"

if [ ! -e "$root/boot" ]; then
  debootstrap --variant=minbase "--include=$packages" bookworm "$root" "$mirror" >"$directory/debootstrap.log"
fi
# The first process: everything else lies in the repository.
cat >"$root/sbin/start" <<START
#!/bin/bash
modprobe -a 9p 9pnet_virtio
mkdir -p /repository /output
mount -t 9p -o trans=virtio,version=9p2000.L,ro repository /repository
mount -t 9p -o trans=virtio,version=9p2000.L output /output
bash /repository/test/compared-hosts/virtual-machine/inside.sh $job
sync
echo o >/proc/sysrq-trigger
sleep 60
START
chmod +x "$root/sbin/start"
mke2fs -q -t ext4 -E root_owner=0:0 -d "$root" "$directory/root.img" 2G
truncate -s 64M "$directory/nvme.img"

qemu-system-x86_64 \
  -machine q35,accel=tcg -cpu max -m 1536 -smp 4,sockets=2,cores=2 \
  -object memory-backend-ram,id=memory0,size=768M -object memory-backend-ram,id=memory1,size=768M \
  -numa node,nodeid=0,memdev=memory0,cpus=0-1 -numa node,nodeid=1,memdev=memory1,cpus=2-3 -numa dist,src=0,dst=1,val=20 \
  -kernel "$(ls "$root"/boot/vmlinuz-*)" -initrd "$(ls "$root"/boot/initrd.img-*)" \
  -append "root=/dev/vda rw init=/sbin/start console=ttyS0 net.ifnames=0 quiet" \
  -drive "file=$directory/root.img,format=raw,if=virtio,cache=unsafe" \
  -drive "file=$directory/nvme.img,format=raw,if=none,id=nvme" -device nvme,drive=nvme,serial=0001 \
  -fsdev "local,id=repository,path=$repository,security_model=none,readonly=on" \
  -device virtio-9p-pci,fsdev=repository,mount_tag=repository \
  -fsdev "local,id=output,path=$output,security_model=none" -device virtio-9p-pci,fsdev=output,mount_tag=output \
  -nic user,model=virtio-net-pci,mac=02:00:00:00:00:01 -nic user,model=e1000,mac=02:00:00:00:00:02 \
  -device i6300esb -nographic -no-reboot </dev/null

[ -e "$output/succeeded" ]
case $job in
  capture) cp "$output/captured.json" "$here/captured.json" ;;
  check) cp "$output/reliability.md" "$repository/docs/reliability.md" ;;
esac
