/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/linux/handlers_fs.h - the system calls on files: each decodes its
 * arguments and calls fs/. Context: task. */
#ifndef ABI_LINUX_HANDLERS_FS_H
#define ABI_LINUX_HANDLERS_FS_H

#include "abi/linux/syscall.h"

struct file;

long sys_open(struct syscall_args *a);
long sys_openat(struct syscall_args *a);
long sys_creat(struct syscall_args *a);
long sys_close(struct syscall_args *a);
long sys_close_range(struct syscall_args *a);
long sys_dup(struct syscall_args *a);
long sys_dup2(struct syscall_args *a);
long sys_dup3(struct syscall_args *a);
long sys_fcntl(struct syscall_args *a);
long sys_ioctl(struct syscall_args *a);
long sys_pipe(struct syscall_args *a);
long sys_pipe2(struct syscall_args *a);
long sys_memfd_create(struct syscall_args *a);
long sys_flock(struct syscall_args *a);
/* Every call on a socket: EBADF or ENOTSOCK, as no file is one. */
long sys_no_socket(struct syscall_args *a);
long sys_read(struct syscall_args *a);
long sys_write(struct syscall_args *a);
long sys_pread64(struct syscall_args *a);
long sys_pwrite64(struct syscall_args *a);
long sys_readv(struct syscall_args *a);
long sys_writev(struct syscall_args *a);
long sys_preadv(struct syscall_args *a);
long sys_pwritev(struct syscall_args *a);
long sys_preadv2(struct syscall_args *a);
long sys_pwritev2(struct syscall_args *a);
long sys_lseek(struct syscall_args *a);
long sys_fsync(struct syscall_args *a);
long sys_fdatasync(struct syscall_args *a);
long sys_sync(struct syscall_args *a);
long sys_syncfs(struct syscall_args *a);
long sys_sync_file_range(struct syscall_args *a);
long sys_truncate(struct syscall_args *a);
long sys_ftruncate(struct syscall_args *a);
long sys_fallocate(struct syscall_args *a);
long sys_fadvise64(struct syscall_args *a);
long sys_readahead(struct syscall_args *a);
long sys_sendfile(struct syscall_args *a);
long sys_copy_file_range(struct syscall_args *a);
long sys_splice(struct syscall_args *a);
long sys_getdents(struct syscall_args *a);
long sys_getdents64(struct syscall_args *a);
long sys_getcwd(struct syscall_args *a);
long sys_chdir(struct syscall_args *a);
long sys_fchdir(struct syscall_args *a);
long sys_chroot(struct syscall_args *a);
long sys_mkdir(struct syscall_args *a);
long sys_mkdirat(struct syscall_args *a);
long sys_rmdir(struct syscall_args *a);
long sys_unlink(struct syscall_args *a);
long sys_unlinkat(struct syscall_args *a);
long sys_rename(struct syscall_args *a);
long sys_renameat(struct syscall_args *a);
long sys_renameat2(struct syscall_args *a);
long sys_link(struct syscall_args *a);
long sys_linkat(struct syscall_args *a);
long sys_symlink(struct syscall_args *a);
long sys_symlinkat(struct syscall_args *a);
long sys_readlink(struct syscall_args *a);
long sys_readlinkat(struct syscall_args *a);
long sys_mknod(struct syscall_args *a);
long sys_mknodat(struct syscall_args *a);
long sys_umask(struct syscall_args *a);
long sys_stat(struct syscall_args *a);
long sys_fstat(struct syscall_args *a);
long sys_lstat(struct syscall_args *a);
long sys_newfstatat(struct syscall_args *a);
long sys_statx(struct syscall_args *a);
long sys_access(struct syscall_args *a);
long sys_faccessat(struct syscall_args *a);
long sys_faccessat2(struct syscall_args *a);
long sys_chmod(struct syscall_args *a);
long sys_fchmod(struct syscall_args *a);
long sys_fchmodat(struct syscall_args *a);
long sys_chown(struct syscall_args *a);
long sys_fchown(struct syscall_args *a);
long sys_lchown(struct syscall_args *a);
long sys_fchownat(struct syscall_args *a);
long sys_utime(struct syscall_args *a);
long sys_utimes(struct syscall_args *a);
long sys_futimesat(struct syscall_args *a);
long sys_utimensat(struct syscall_args *a);
long sys_statfs(struct syscall_args *a);
long sys_fstatfs(struct syscall_args *a);
long sys_poll(struct syscall_args *a);
long sys_ppoll(struct syscall_args *a);
long sys_select(struct syscall_args *a);
long sys_pselect6(struct syscall_args *a);
long sys_epoll_create(struct syscall_args *a);
long sys_epoll_create1(struct syscall_args *a);
long sys_epoll_ctl(struct syscall_args *a);
long sys_epoll_wait(struct syscall_args *a);
long sys_epoll_pwait(struct syscall_args *a);
long sys_epoll_pwait2(struct syscall_args *a);
long sys_eventfd(struct syscall_args *a);
long sys_eventfd2(struct syscall_args *a);
long sys_timerfd_create(struct syscall_args *a);
long sys_timerfd_settime(struct syscall_args *a);
long sys_timerfd_gettime(struct syscall_args *a);
long sys_signalfd(struct syscall_args *a);
long sys_signalfd4(struct syscall_args *a);

/* fcntl's commands on locks. */
long fcntl_lock(struct file *f, unsigned int cmd, vaddr_t arg);

#endif
