# Runs in the virtual machine that machine.sh has started: sets up devices of many kinds, and captures or checks. What
# the kernel does not offer is left out, with its error on the console.
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
repository=/repository
node=$repository/node_modules/node/bin/node

mount -t tmpfs tmp /tmp
mkdir -p /dev/pts /run/rpcbind /srv/{btrfs,xfs,bcache,nfs}
mount -t devpts pts /dev/pts
mount -t cgroup2 cgroup /sys/fs/cgroup
hostname captured-machine
/lib/systemd/systemd-udevd --daemon
udevadm trigger --action=add
udevadm settle

# A loop device of a new file: name, megabytes.
disk() {
  truncate -s "$2M" "/tmp/$1"
  losetup --find --show "/tmp/$1"
}

network() {
  modprobe -a bonding 8021q dummy veth mac80211_hwsim nf_conntrack ip_vs
  ip link set lo up
  ip link set eth0 up
  ip address add 192.0.2.2/24 dev eth0
  ip link set dummy0 master bond0
  ip link set eth1 down
  ip link set eth1 master bond0
  ip link set bond0 up
  ip link add link eth0 name eth0.7 type vlan id 7
  ip link set eth0.7 up
  ip link add veth0 type veth peer name veth1
  ip link set veth0 up
  ip link add bridge0 type bridge
  ip link set veth1 master bridge0
  ip link set veth1 alias "to the bridge"
  ip neighbour replace 192.0.2.9 lladdr 02:00:00:00:00:09 dev eth0
  ipvsadm -A -t 192.0.2.2:80 -s rr
  ipvsadm -a -t 192.0.2.2:80 -r 192.0.2.11:8080 -m -w 3
  ipvsadm -a -t 192.0.2.2:80 -r 192.0.2.12:8080 -m
  ipvsadm -A -f 5 -s wlc
  ipvsadm -a -f 5 -r 192.0.2.13 -g
  modprobe rdma_rxe
  rdma link add rxe0 type rxe netdev eth0
}

disks() {
  modprobe -a loop raid1 raid456 raid0 bcache dm_mod zram st drbd
  local a b c
  a=$(disk a 16) b=$(disk b 16)
  mdadm --create /dev/md0 --run --metadata=1.2 --level=1 --raid-devices=2 "$a" "$b"
  mdadm /dev/md0 --fail "$b"
  a=$(disk c 16) b=$(disk d 16) c=$(disk e 16)
  mdadm --create /dev/md5 --run --metadata=1.2 --level=5 --raid-devices=3 "$a" "$b" "$c"
  a=$(disk f 16) b=$(disk g 16)
  mdadm --create /dev/md1 --run --metadata=1.2 --level=0 --raid-devices=2 "$a" "$b"
  a=$(disk h 128) b=$(disk i 128)
  mkfs.btrfs -q -L data -d raid1 -m raid1 "$a" "$b"
  btrfs device scan
  mount "$a" /srv/btrfs
  a=$(disk j 320)
  mkfs.xfs -q "$a"
  mount "$a" /srv/xfs
  a=$(disk k 128) b=$(disk l 64)
  make-bcache --bucket 64k -C "$a" -B "$b"
  # udev may have been faster.
  echo "$a" >/sys/fs/bcache/register_quiet
  echo "$b" >/sys/fs/bcache/register_quiet
  udevadm settle
  mkfs.ext4 -q /dev/bcache0
  mount /dev/bcache0 /srv/bcache
  echo 64M >/sys/block/zram0/disksize
  mkswap /dev/zram0
  swapon /dev/zram0
  modprobe scsi_debug ptype=1
}

network_file_system() {
  modprobe -a nfs nfsd
  mount -t nfsd nfsd /proc/fs/nfsd
  mount -t rpc_pipefs rpc_pipefs /run/rpc_pipefs
  rpcbind
  mkdir -p /var/lib/nfs/sm /var/lib/nfs/v4recovery
  exportfs -o rw,no_root_squash,insecure,fsid=0 '*:/srv/xfs'
  rpc.mountd --no-nfs-version 3
  rpc.nfsd --no-nfs-version 3 2
  timeout 60 mount -t nfs -o vers=4.2 127.0.0.1:/ /srv/nfs
}

traffic() {
  local directory
  for directory in btrfs xfs bcache nfs; do
    head -c 3000000 /dev/urandom >/srv/$directory/file
    ls -l /srv/$directory
  done
  sync
  cat /srv/nfs/file >/dev/null
  echo 1 >/sys/kernel/mm/ksm/run
}

# Chips at an emulated bus, with all registers 0.
sensors() {
  modprobe i2c-stub chip_addr=0x48,0x2c
  modprobe -a lm75 lm85
  local bus
  for bus in /sys/bus/i2c/devices/i2c-*; do
    grep -q stub "$bus/name" || continue
    echo lm75 0x48 >"$bus/new_device"
    echo lm85 0x2c >"$bus/new_device"
  done
}

capture() {
  "$node" "$repository/test/compared-hosts/capture.ts" --to /output
}

# Collectors that are off by default and find something here.
more="buddyinfo cgroups cpu_vulnerabilities interrupts ksmd lnstat meminfo_numa mountstats network_route pcidevice
  processes qdisc slabinfo softirqs swap sysctl zoneinfo"

check() {
  live_compare && hotplug
}

live_compare() {
  local flags
  flags=$(printf -- '--collector.%s ' $more)
  /output/node_exporter --web.listen-address=127.0.0.1:9100 $flags &
  until (: </dev/tcp/127.0.0.1/9100) 2>/dev/null; do sleep 0.2; done
  "$node" "$repository/dist/main/cli.js" compare http://127.0.0.1:9100/metrics --timeout=60s $flags
  local status=$?
  kill %1
  return $status
}

# The matrix writes its table into a copy of the repository.
hotplug() {
  local copy=/tmp/copy
  mkdir -p $copy /tmp/changes /tmp/work
  mount -t overlay -o "lowerdir=$repository,upperdir=/tmp/changes,workdir=/tmp/work" overlay $copy
  cd $copy
  PATH=$copy/node_modules/node/bin:$PATH RELIABILITY_OWN_MACHINE=1 \
    "$node" test/reliability/command.ts --only S5 --write &&
    cp docs/reliability.md /output
}

mkdir -p /run/rpc_pipefs
network
disks
network_file_system
sensors
traffic
modprobe i6300esb
echo 0 >/sys/devices/system/cpu/cpu3/online
udevadm settle
echo "devices are set up"
"$1" && touch /output/succeeded
echo "end of $1"
