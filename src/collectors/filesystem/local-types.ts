/**
 * File systems of the kernel whose statfs answers from memory or a local disk. All others may wait for a server or
 * for another process: network, cluster, FUSE and automounter ones, and those that nobody here knows.
 */
const LOCAL_TYPES = new Set(
  (
    "adfs affs anon_inodefs apparmorfs aufs bcachefs bdev befs bfs binder binfmt_misc bpf btrfs cgroup cgroup2 configfs cpuset cramfs " +
    "dax debugfs devpts devtmpfs drm ecryptfs efivarfs efs erofs exfat ext2 ext3 ext4 f2fs functionfs fusectl hfs hfsplus hpfs " +
    "hugetlbfs isofs iso9660 jffs2 jfs minix mqueue msdos nilfs2 nsfs ntfs ntfs3 nullfs omfs overlay overlayfs pidfs pipefs proc " +
    "procfs pstore qnx4 qnx6 ramfs reiserfs resctrl rootfs romfs securityfs selinuxfs smackfs sockfs squashfs sysfs sysv " +
    "tmpfs tracefs ubifs udf ufs vfat xenfs xfs zfs zonefs"
  ).split(" "),
);

/** Whether statfs of a file system of this type may be called where a call that never returns would do harm. */
export function isLocalType(fsType: string): boolean {
  return LOCAL_TYPES.has(fsType);
}
