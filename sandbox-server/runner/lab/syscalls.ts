/** The architectures that the filter knows, named as Node names them. */
export type FilterArch = 'x64' | 'arm64';

/** A call's number on x86_64 and on aarch64; null where the architecture has no such call. */
type Numbers = readonly [x64: number, arm64: number | null];

/** Refused with EPERM, as for a program without the right. Nothing that a server or a compiler needs is here. */
export const forbiddenCalls: Record<string, Numbers> = {
  // Other processes' memory and state
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  // The kernel's key rings know no namespaces
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  // Large parts of the kernel with a history of holes
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  fanotify_init: [300, 262],
  // Namespaces and mounts
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_by_handle_at: [304, 265],
  // The machine
  create_module: [174, null],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  iopl: [172, null],
  ioperm: [173, null],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  syslog: [103, 116],
  // The clock
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  // Where memory and threads lie: an experiment's cores are not a program's to change
  move_pages: [279, 239],
  migrate_pages: [256, 238],
  mbind: [237, 235],
  set_mempolicy: [238, 237],
  set_mempolicy_home_node: [450, 450],
  sched_setaffinity: [203, 122],
};

/** Refused with ENOSYS, as by an older kernel: programs then take the way that the filter can judge. */
export const unknownCalls: Record<string, Numbers> = {
  /** Its flags lie in memory, out of a filter's sight; the C library falls back to `clone`. */
  clone3: [435, 435],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  open_tree_attr: [467, 467],
};

/** Judged by their arguments. */
export const judgedCalls = {
  clone: [56, 220],
  ioctl: [16, 29],
  personality: [135, 92],
  socket: [41, 198],
  socketpair: [53, 199],
} as const satisfies Record<string, Numbers>;

export function numberOf(numbers: Numbers, arch: FilterArch): number | null {
  return arch === 'x64' ? numbers[0] : numbers[1];
}
