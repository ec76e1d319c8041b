/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/trace_names.c - numbers of the Linux ABI to the names they have in
 * manual pages, for the trace. Values from uapi/linux/.
 */
#include "abi/linux/trace_priv.h"
#include "uapi/linux/fcntl.h"
#include "uapi/linux/futex.h"
#include "uapi/linux/mman.h"
#include "uapi/linux/sched.h"

#define E(nr, text) [nr] = { #nr, text }
static const struct {
	const char *name, *text;
} errors[] = {
	E(EPERM, "Operation not permitted"),
	E(ENOENT, "No such file or directory"),
	E(ESRCH, "No such process"),
	E(EINTR, "Interrupted system call"),
	E(EIO, "Input/output error"),
	E(ENXIO, "No such device or address"),
	E(E2BIG, "Argument list too long"),
	E(ENOEXEC, "Exec format error"),
	E(EBADF, "Bad file descriptor"),
	E(ECHILD, "No child processes"),
	E(EAGAIN, "Resource temporarily unavailable"),
	E(ENOMEM, "Cannot allocate memory"),
	E(EACCES, "Permission denied"),
	E(EFAULT, "Bad address"),
	E(ENOTBLK, "Block device required"),
	E(EBUSY, "Device or resource busy"),
	E(EEXIST, "File exists"),
	E(EXDEV, "Invalid cross-device link"),
	E(ENODEV, "No such device"),
	E(ENOTDIR, "Not a directory"),
	E(EISDIR, "Is a directory"),
	E(EINVAL, "Invalid argument"),
	E(ENFILE, "Too many open files in system"),
	E(EMFILE, "Too many open files"),
	E(ENOTTY, "Inappropriate ioctl for device"),
	E(ETXTBSY, "Text file busy"),
	E(EFBIG, "File too large"),
	E(ENOSPC, "No space left on device"),
	E(ESPIPE, "Illegal seek"),
	E(EROFS, "Read-only file system"),
	E(EMLINK, "Too many links"),
	E(EPIPE, "Broken pipe"),
	E(EDOM, "Numerical argument out of domain"),
	E(ERANGE, "Numerical result out of range"),
	E(EDEADLK, "Resource deadlock avoided"),
	E(ENAMETOOLONG, "File name too long"),
	E(ENOLCK, "No locks available"),
	E(ENOSYS, "Function not implemented"),
	E(ENOTEMPTY, "Directory not empty"),
	E(ELOOP, "Too many levels of symbolic links"),
	E(ENOMSG, "No message of desired type"),
	E(EIDRM, "Identifier removed"),
	E(ECHRNG, "Channel number out of range"),
	E(EL2NSYNC, "Level 2 not synchronized"),
	E(EL3HLT, "Level 3 halted"),
	E(EL3RST, "Level 3 reset"),
	E(ELNRNG, "Link number out of range"),
	E(EUNATCH, "Protocol driver not attached"),
	E(ENOCSI, "No CSI structure available"),
	E(EL2HLT, "Level 2 halted"),
	E(EBADE, "Invalid exchange"),
	E(EBADR, "Invalid request descriptor"),
	E(EXFULL, "Exchange full"),
	E(ENOANO, "No anode"),
	E(EBADRQC, "Invalid request code"),
	E(EBADSLT, "Invalid slot"),
	E(EBFONT, "Bad font file format"),
	E(ENOSTR, "Device not a stream"),
	E(ENODATA, "No data available"),
	E(ETIME, "Timer expired"),
	E(ENOSR, "Out of streams resources"),
	E(ENONET, "Machine is not on the network"),
	E(ENOPKG, "Package not installed"),
	E(EREMOTE, "Object is remote"),
	E(ENOLINK, "Link has been severed"),
	E(EADV, "Advertise error"),
	E(ESRMNT, "Srmount error"),
	E(ECOMM, "Communication error on send"),
	E(EPROTO, "Protocol error"),
	E(EMULTIHOP, "Multihop attempted"),
	E(EDOTDOT, "RFS specific error"),
	E(EBADMSG, "Bad message"),
	E(EOVERFLOW, "Value too large for defined data type"),
	E(ENOTUNIQ, "Name not unique on network"),
	E(EBADFD, "File descriptor in bad state"),
	E(EREMCHG, "Remote address changed"),
	E(ELIBACC, "Can not access a needed shared library"),
	E(ELIBBAD, "Accessing a corrupted shared library"),
	E(ELIBSCN, ".lib section in a.out corrupted"),
	E(ELIBMAX, "Attempting to link in too many shared libraries"),
	E(ELIBEXEC, "Cannot exec a shared library directly"),
	E(EILSEQ, "Invalid or incomplete multibyte or wide character"),
	E(ESTRPIPE, "Streams pipe error"),
	E(EUSERS, "Too many users"),
	E(ENOTSOCK, "Socket operation on non-socket"),
	E(EDESTADDRREQ, "Destination address required"),
	E(EMSGSIZE, "Message too long"),
	E(EPROTOTYPE, "Protocol wrong type for socket"),
	E(ENOPROTOOPT, "Protocol not available"),
	E(EPROTONOSUPPORT, "Protocol not supported"),
	E(ESOCKTNOSUPPORT, "Socket type not supported"),
	E(EOPNOTSUPP, "Operation not supported"),
	E(EPFNOSUPPORT, "Protocol family not supported"),
	E(EAFNOSUPPORT, "Address family not supported by protocol"),
	E(EADDRINUSE, "Address already in use"),
	E(EADDRNOTAVAIL, "Cannot assign requested address"),
	E(ENETDOWN, "Network is down"),
	E(ENETUNREACH, "Network is unreachable"),
	E(ENETRESET, "Network dropped connection on reset"),
	E(ECONNABORTED, "Software caused connection abort"),
	E(ECONNRESET, "Connection reset by peer"),
	E(ENOBUFS, "No buffer space available"),
	E(EISCONN, "Transport endpoint is already connected"),
	E(ENOTCONN, "Transport endpoint is not connected"),
	E(ESHUTDOWN, "Cannot send after transport endpoint shutdown"),
	E(ETOOMANYREFS, "Too many references: cannot splice"),
	E(ETIMEDOUT, "Connection timed out"),
	E(ECONNREFUSED, "Connection refused"),
	E(EHOSTDOWN, "Host is down"),
	E(EHOSTUNREACH, "No route to host"),
	E(EALREADY, "Operation already in progress"),
	E(EINPROGRESS, "Operation now in progress"),
	E(ESTALE, "Stale file handle"),
	E(EUCLEAN, "Structure needs cleaning"),
	E(ENOTNAM, "Not a XENIX named type file"),
	E(ENAVAIL, "No XENIX semaphores available"),
	E(EISNAM, "Is a named type file"),
	E(EREMOTEIO, "Remote I/O error"),
	E(EDQUOT, "Disk quota exceeded"),
	E(ENOMEDIUM, "No medium found"),
	E(EMEDIUMTYPE, "Wrong medium type"),
	E(ECANCELED, "Operation canceled"),
	E(ENOKEY, "Required key not available"),
	E(EKEYEXPIRED, "Key has expired"),
	E(EKEYREVOKED, "Key has been revoked"),
	E(EKEYREJECTED, "Key was rejected by service"),
	E(EOWNERDEAD, "Owner died"),
	E(ENOTRECOVERABLE, "State not recoverable"),
	E(ERFKILL, "Operation not possible due to RF-kill"),
	E(EHWPOISON, "Memory page has hardware error"),
};
#undef E

const char *
trace_errno_name(int err)
{
	return err > 0 && err < (int)ARRAY_SIZE(errors) ? errors[err].name
							: NULL;
}

const char *
trace_errno_text(int err)
{
	return err > 0 && err < (int)ARRAY_SIZE(errors) ? errors[err].text
							: NULL;
}

static const char *const signals[] = {
	[1] = "SIGHUP",
	[2] = "SIGINT",
	[3] = "SIGQUIT",
	[4] = "SIGILL",
	[5] = "SIGTRAP",
	[6] = "SIGABRT",
	[7] = "SIGBUS",
	[8] = "SIGFPE",
	[9] = "SIGKILL",
	[10] = "SIGUSR1",
	[11] = "SIGSEGV",
	[12] = "SIGUSR2",
	[13] = "SIGPIPE",
	[14] = "SIGALRM",
	[15] = "SIGTERM",
	[16] = "SIGSTKFLT",
	[17] = "SIGCHLD",
	[18] = "SIGCONT",
	[19] = "SIGSTOP",
	[20] = "SIGTSTP",
	[21] = "SIGTTIN",
	[22] = "SIGTTOU",
	[23] = "SIGURG",
	[24] = "SIGXCPU",
	[25] = "SIGXFSZ",
	[26] = "SIGVTALRM",
	[27] = "SIGPROF",
	[28] = "SIGWINCH",
	[29] = "SIGIO",
	[30] = "SIGPWR",
	[31] = "SIGSYS",
};

const char *
trace_signal_name(unsigned int signo)
{
	return signo < ARRAY_SIZE(signals) ? signals[signo] : NULL;
}

static const struct trace_name open_names[] = {
	{ LX_O_TMPFILE, "O_TMPFILE" },
	{ LX_O_SYNC, "O_SYNC" },
	{ LX_O_CREAT, "O_CREAT" },
	{ LX_O_EXCL, "O_EXCL" },
	{ LX_O_NOCTTY, "O_NOCTTY" },
	{ LX_O_TRUNC, "O_TRUNC" },
	{ LX_O_APPEND, "O_APPEND" },
	{ LX_O_NONBLOCK, "O_NONBLOCK" },
	{ LX_O_DSYNC, "O_DSYNC" },
	{ LX_O_ASYNC, "O_ASYNC" },
	{ LX_O_DIRECT, "O_DIRECT" },
	{ LX_O_LARGEFILE, "O_LARGEFILE" },
	{ LX_O_DIRECTORY, "O_DIRECTORY" },
	{ LX_O_NOFOLLOW, "O_NOFOLLOW" },
	{ LX_O_NOATIME, "O_NOATIME" },
	{ LX_O_CLOEXEC, "O_CLOEXEC" },
	{ LX_O_PATH, "O_PATH" },
};

static const struct trace_name prot_names[] = {
	{ 0, "PROT_NONE" },
	{ LINUX_PROT_READ, "PROT_READ" },
	{ LINUX_PROT_WRITE, "PROT_WRITE" },
	{ LINUX_PROT_EXEC, "PROT_EXEC" },
	{ LINUX_PROT_SEM, "PROT_SEM" },
	{ LINUX_PROT_GROWSDOWN, "PROT_GROWSDOWN" },
	{ LINUX_PROT_GROWSUP, "PROT_GROWSUP" },
};

static const struct trace_name mmap_names[] = {
	{ LINUX_MAP_SHARED_VALIDATE, "MAP_SHARED_VALIDATE" },
	{ LINUX_MAP_SHARED, "MAP_SHARED" },
	{ LINUX_MAP_PRIVATE, "MAP_PRIVATE" },
	{ LINUX_MAP_FIXED, "MAP_FIXED" },
	{ LINUX_MAP_ANONYMOUS, "MAP_ANONYMOUS" },
	{ LINUX_MAP_32BIT, "MAP_32BIT" },
	{ LINUX_MAP_GROWSDOWN, "MAP_GROWSDOWN" },
	{ LINUX_MAP_DENYWRITE, "MAP_DENYWRITE" },
	{ LINUX_MAP_EXECUTABLE, "MAP_EXECUTABLE" },
	{ LINUX_MAP_LOCKED, "MAP_LOCKED" },
	{ LINUX_MAP_NORESERVE, "MAP_NORESERVE" },
	{ LINUX_MAP_POPULATE, "MAP_POPULATE" },
	{ LINUX_MAP_NONBLOCK, "MAP_NONBLOCK" },
	{ LINUX_MAP_STACK, "MAP_STACK" },
	{ LINUX_MAP_HUGETLB, "MAP_HUGETLB" },
	{ LINUX_MAP_SYNC, "MAP_SYNC" },
	{ LINUX_MAP_FIXED_NOREPLACE, "MAP_FIXED_NOREPLACE" },
};

static const struct trace_name mremap_names[] = {
	{ LINUX_MREMAP_MAYMOVE, "MREMAP_MAYMOVE" },
	{ LINUX_MREMAP_FIXED, "MREMAP_FIXED" },
	{ LINUX_MREMAP_DONTUNMAP, "MREMAP_DONTUNMAP" },
};

static const struct trace_name clone_names[] = {
	{ LX_CLONE_VM, "CLONE_VM" },
	{ LX_CLONE_FS, "CLONE_FS" },
	{ LX_CLONE_FILES, "CLONE_FILES" },
	{ LX_CLONE_SIGHAND, "CLONE_SIGHAND" },
	{ LX_CLONE_PIDFD, "CLONE_PIDFD" },
	{ LX_CLONE_PTRACE, "CLONE_PTRACE" },
	{ LX_CLONE_VFORK, "CLONE_VFORK" },
	{ LX_CLONE_PARENT, "CLONE_PARENT" },
	{ LX_CLONE_THREAD, "CLONE_THREAD" },
	{ LX_CLONE_SYSVSEM, "CLONE_SYSVSEM" },
	{ LX_CLONE_SETTLS, "CLONE_SETTLS" },
	{ LX_CLONE_PARENT_SETTID, "CLONE_PARENT_SETTID" },
	{ LX_CLONE_CHILD_CLEARTID, "CLONE_CHILD_CLEARTID" },
	{ LX_CLONE_DETACHED, "CLONE_DETACHED" },
	{ LX_CLONE_CHILD_SETTID, "CLONE_CHILD_SETTID" },
};

static const struct trace_name at_names[] = {
	{ LX_AT_SYMLINK_NOFOLLOW, "AT_SYMLINK_NOFOLLOW" },
	{ LX_AT_REMOVEDIR, "AT_REMOVEDIR" },
	{ LX_AT_SYMLINK_FOLLOW, "AT_SYMLINK_FOLLOW" },
	{ LX_AT_NO_AUTOMOUNT, "AT_NO_AUTOMOUNT" },
	{ LX_AT_EMPTY_PATH, "AT_EMPTY_PATH" },
};

static const struct trace_name wait_names[] = {
	{ 1, "WNOHANG" },
	{ 2, "WUNTRACED" },
	{ 4, "WEXITED" },
	{ 8, "WCONTINUED" },
	{ 0x01000000, "WNOWAIT" },
};

static const struct trace_name futex_names[] = {
	{ LX_FUTEX_WAIT, "FUTEX_WAIT" },
	{ LX_FUTEX_WAKE, "FUTEX_WAKE" },
	{ LX_FUTEX_FD, "FUTEX_FD" },
	{ LX_FUTEX_REQUEUE, "FUTEX_REQUEUE" },
	{ LX_FUTEX_CMP_REQUEUE, "FUTEX_CMP_REQUEUE" },
	{ LX_FUTEX_WAKE_OP, "FUTEX_WAKE_OP" },
	{ LX_FUTEX_LOCK_PI, "FUTEX_LOCK_PI" },
	{ LX_FUTEX_UNLOCK_PI, "FUTEX_UNLOCK_PI" },
	{ LX_FUTEX_TRYLOCK_PI, "FUTEX_TRYLOCK_PI" },
	{ LX_FUTEX_WAIT_BITSET, "FUTEX_WAIT_BITSET" },
	{ LX_FUTEX_WAKE_BITSET, "FUTEX_WAKE_BITSET" },
	{ LX_FUTEX_WAIT_REQUEUE_PI, "FUTEX_WAIT_REQUEUE_PI" },
	{ LX_FUTEX_CMP_REQUEUE_PI, "FUTEX_CMP_REQUEUE_PI" },
	{ LX_FUTEX_LOCK_PI2, "FUTEX_LOCK_PI2" },
};

static const struct trace_name madvise_names[] = {
	{ LINUX_MADV_NORMAL, "MADV_NORMAL" },
	{ LINUX_MADV_RANDOM, "MADV_RANDOM" },
	{ LINUX_MADV_SEQUENTIAL, "MADV_SEQUENTIAL" },
	{ LINUX_MADV_WILLNEED, "MADV_WILLNEED" },
	{ LINUX_MADV_DONTNEED, "MADV_DONTNEED" },
	{ LINUX_MADV_FREE, "MADV_FREE" },
	{ LINUX_MADV_REMOVE, "MADV_REMOVE" },
	{ LINUX_MADV_DONTFORK, "MADV_DONTFORK" },
	{ LINUX_MADV_DOFORK, "MADV_DOFORK" },
	{ LINUX_MADV_MERGEABLE, "MADV_MERGEABLE" },
	{ LINUX_MADV_UNMERGEABLE, "MADV_UNMERGEABLE" },
	{ LINUX_MADV_HUGEPAGE, "MADV_HUGEPAGE" },
	{ LINUX_MADV_NOHUGEPAGE, "MADV_NOHUGEPAGE" },
	{ LINUX_MADV_DONTDUMP, "MADV_DONTDUMP" },
	{ LINUX_MADV_DODUMP, "MADV_DODUMP" },
	{ LINUX_MADV_WIPEONFORK, "MADV_WIPEONFORK" },
	{ LINUX_MADV_KEEPONFORK, "MADV_KEEPONFORK" },
	{ LINUX_MADV_COLD, "MADV_COLD" },
	{ LINUX_MADV_PAGEOUT, "MADV_PAGEOUT" },
	{ LINUX_MADV_POPULATE_READ, "MADV_POPULATE_READ" },
	{ LINUX_MADV_POPULATE_WRITE, "MADV_POPULATE_WRITE" },
};

static const struct trace_name whence_names[] = {
	{ 0, "SEEK_SET" },
	{ 1, "SEEK_CUR" },
	{ 2, "SEEK_END" },
	{ 3, "SEEK_DATA" },
	{ 4, "SEEK_HOLE" },
};

static const struct trace_name clock_names[] = {
	{ 0, "CLOCK_REALTIME" },
	{ 1, "CLOCK_MONOTONIC" },
	{ 2, "CLOCK_PROCESS_CPUTIME_ID" },
	{ 3, "CLOCK_THREAD_CPUTIME_ID" },
	{ 4, "CLOCK_MONOTONIC_RAW" },
	{ 5, "CLOCK_REALTIME_COARSE" },
	{ 6, "CLOCK_MONOTONIC_COARSE" },
	{ 7, "CLOCK_BOOTTIME" },
	{ 8, "CLOCK_REALTIME_ALARM" },
	{ 9, "CLOCK_BOOTTIME_ALARM" },
	{ 11, "CLOCK_TAI" },
};

static const struct trace_name sighow_names[] = {
	{ 0, "SIG_BLOCK" },
	{ 1, "SIG_UNBLOCK" },
	{ 2, "SIG_SETMASK" },
};

static const struct trace_name fcntl_names[] = {
	{ LX_F_DUPFD, "F_DUPFD" },
	{ LX_F_GETFD, "F_GETFD" },
	{ LX_F_SETFD, "F_SETFD" },
	{ LX_F_GETFL, "F_GETFL" },
	{ LX_F_SETFL, "F_SETFL" },
	{ LX_F_GETLK, "F_GETLK" },
	{ LX_F_SETLK, "F_SETLK" },
	{ LX_F_SETLKW, "F_SETLKW" },
	{ LX_F_SETOWN, "F_SETOWN" },
	{ LX_F_GETOWN, "F_GETOWN" },
	{ LX_F_SETSIG, "F_SETSIG" },
	{ LX_F_GETSIG, "F_GETSIG" },
	{ LX_F_OFD_GETLK, "F_OFD_GETLK" },
	{ LX_F_OFD_SETLK, "F_OFD_SETLK" },
	{ LX_F_OFD_SETLKW, "F_OFD_SETLKW" },
	{ LX_F_DUPFD_CLOEXEC, "F_DUPFD_CLOEXEC" },
	{ LX_F_SETPIPE_SZ, "F_SETPIPE_SZ" },
	{ LX_F_GETPIPE_SZ, "F_GETPIPE_SZ" },
	{ LX_F_ADD_SEALS, "F_ADD_SEALS" },
	{ LX_F_GET_SEALS, "F_GET_SEALS" },
	{ LX_F_RDLCK, "F_RDLCK" },
	{ LX_F_WRLCK, "F_WRLCK" },
	{ LX_F_UNLCK, "F_UNLCK" },
	{ LX_F_SEAL_SEAL, "F_SEAL_SEAL" },
	{ LX_F_SEAL_SHRINK, "F_SEAL_SHRINK" },
	{ LX_F_SEAL_GROW, "F_SEAL_GROW" },
	{ LX_F_SEAL_WRITE, "F_SEAL_WRITE" },
	{ LX_F_SEAL_FUTURE_WRITE, "F_SEAL_FUTURE_WRITE" },
};

static const struct trace_name arch_prctl_names[] = {
	{ 0x1001, "ARCH_SET_GS" },
	{ 0x1002, "ARCH_SET_FS" },
	{ 0x1003, "ARCH_GET_FS" },
	{ 0x1004, "ARCH_GET_GS" },
	{ 0x1011, "ARCH_GET_CPUID" },
	{ 0x1012, "ARCH_SET_CPUID" },
};

static const struct trace_name rlimit_names[] = {
	{ 0, "RLIMIT_CPU" },
	{ 1, "RLIMIT_FSIZE" },
	{ 2, "RLIMIT_DATA" },
	{ 3, "RLIMIT_STACK" },
	{ 4, "RLIMIT_CORE" },
	{ 5, "RLIMIT_RSS" },
	{ 6, "RLIMIT_NPROC" },
	{ 7, "RLIMIT_NOFILE" },
	{ 8, "RLIMIT_MEMLOCK" },
	{ 9, "RLIMIT_AS" },
	{ 10, "RLIMIT_LOCKS" },
	{ 11, "RLIMIT_SIGPENDING" },
	{ 12, "RLIMIT_MSGQUEUE" },
	{ 13, "RLIMIT_NICE" },
	{ 14, "RLIMIT_RTPRIO" },
	{ 15, "RLIMIT_RTTIME" },
};

static const struct trace_name access_names[] = {
	{ 0, "F_OK" },
	{ 4, "R_OK" },
	{ 2, "W_OK" },
	{ 1, "X_OK" },
};

static const struct trace_name grnd_names[] = {
	{ 1, "GRND_NONBLOCK" },
	{ 2, "GRND_RANDOM" },
	{ 4, "GRND_INSECURE" },
};

#define FLAGS(l)                       \
	{                              \
		true, l, ARRAY_SIZE(l) \
	}
#define ONE_OF(l)                       \
	{                               \
		false, l, ARRAY_SIZE(l) \
	}
const struct trace_names trace_sets[NR_TRACE_SETS] = {
	[SET_OPEN] = FLAGS(open_names),
	[SET_PROT] = FLAGS(prot_names),
	[SET_MMAP] = FLAGS(mmap_names),
	[SET_MREMAP] = FLAGS(mremap_names),
	[SET_CLONE] = FLAGS(clone_names),
	[SET_AT] = FLAGS(at_names),
	[SET_WAIT] = FLAGS(wait_names),
	[SET_FUTEX] = ONE_OF(futex_names),
	[SET_MADVISE] = ONE_OF(madvise_names),
	[SET_WHENCE] = ONE_OF(whence_names),
	[SET_CLOCK] = ONE_OF(clock_names),
	[SET_SIGHOW] = ONE_OF(sighow_names),
	[SET_FCNTL] = ONE_OF(fcntl_names),
	[SET_ARCH_PRCTL] = ONE_OF(arch_prctl_names),
	[SET_RLIMIT] = ONE_OF(rlimit_names),
	[SET_ACCESS] = FLAGS(access_names),
	[SET_GRND] = FLAGS(grnd_names),
};

const char *
trace_name_of(enum trace_set set, uint64_t value)
{
	const struct trace_names *s = &trace_sets[set];

	for (unsigned int i = 0; i < s->n; i++)
		if (s->list[i].value == value)
			return s->list[i].name;
	return NULL;
}
