/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/fcntl.h - open flags, fcntl commands, *at flags of Linux x86-64. */
#ifndef UAPI_LINUX_FCNTL_H
#define UAPI_LINUX_FCNTL_H

#include <stdint.h>

#define LX_O_ACCMODE   00000003
#define LX_O_RDONLY    00000000
#define LX_O_WRONLY    00000001
#define LX_O_RDWR      00000002
#define LX_O_CREAT     00000100
#define LX_O_EXCL      00000200
#define LX_O_NOCTTY    00000400
#define LX_O_TRUNC     00001000
#define LX_O_APPEND    00002000
#define LX_O_NONBLOCK  00004000
#define LX_O_DSYNC     00010000
#define LX_O_ASYNC     00020000
#define LX_O_DIRECT    00040000
#define LX_O_LARGEFILE 00100000
#define LX_O_DIRECTORY 00200000
#define LX_O_NOFOLLOW  00400000
#define LX_O_NOATIME   01000000
#define LX_O_CLOEXEC   02000000
#define LX_O_SYNC      04010000
#define LX_O_PATH      010000000
#define LX_O_TMPFILE   020200000

#define LX_AT_FDCWD	       (-100)
#define LX_AT_SYMLINK_NOFOLLOW 0x100
#define LX_AT_EACCESS	       0x200
#define LX_AT_REMOVEDIR	       0x200
#define LX_AT_SYMLINK_FOLLOW   0x400
#define LX_AT_NO_AUTOMOUNT     0x800
#define LX_AT_EMPTY_PATH       0x1000
#define LX_AT_STATX_SYNC_TYPE  0x6000

#define LX_F_DUPFD	   0
#define LX_F_GETFD	   1
#define LX_F_SETFD	   2
#define LX_F_GETFL	   3
#define LX_F_SETFL	   4
#define LX_F_GETLK	   5
#define LX_F_SETLK	   6
#define LX_F_SETLKW	   7
#define LX_F_SETOWN	   8
#define LX_F_GETOWN	   9
#define LX_F_SETSIG	   10
#define LX_F_SETOWN_EX	   15
#define LX_F_GETOWN_EX	   16
#define LX_F_GETLEASE	   1025
#define LX_F_OWNER_TID	   0
#define LX_F_OWNER_PID	   1
#define LX_F_OWNER_PGRP	   2
#define LX_F_GETSIG	   11
#define LX_F_OFD_GETLK	   36
#define LX_F_OFD_SETLK	   37
#define LX_F_OFD_SETLKW	   38
#define LX_F_DUPFD_CLOEXEC 1030
#define LX_F_SETPIPE_SZ	   1031
#define LX_F_GETPIPE_SZ	   1032
#define LX_F_ADD_SEALS	   1033
#define LX_F_GET_SEALS	   1034

#define LX_FD_CLOEXEC 1

struct lx_f_owner_ex {
	int32_t type;
	int32_t pid;
};

#define LX_F_RDLCK 0
#define LX_F_WRLCK 1
#define LX_F_UNLCK 2

#define LX_LOCK_SH 1
#define LX_LOCK_EX 2
#define LX_LOCK_NB 4
#define LX_LOCK_UN 8

#define LX_F_SEAL_SEAL	       0x1
#define LX_F_SEAL_SHRINK       0x2
#define LX_F_SEAL_GROW	       0x4
#define LX_F_SEAL_WRITE	       0x8
#define LX_F_SEAL_FUTURE_WRITE 0x10

#define LX_MFD_CLOEXEC	     0x1
#define LX_MFD_ALLOW_SEALING 0x2
#define LX_MFD_HUGETLB	     0x4
#define LX_MFD_HUGE_SHIFT    26
#define LX_MFD_HUGE_MASK     0x3f

#define LX_SEEK_SET  0
#define LX_SEEK_CUR  1
#define LX_SEEK_END  2
#define LX_SEEK_DATA 3
#define LX_SEEK_HOLE 4

#define LX_FALLOC_FL_KEEP_SIZE	0x01
#define LX_FALLOC_FL_PUNCH_HOLE 0x02
#define LX_FALLOC_FL_ZERO_RANGE 0x10

#define LX_RENAME_NOREPLACE 1
#define LX_RENAME_EXCHANGE  2
#define LX_RENAME_WHITEOUT  4

#define LX_CLOSE_RANGE_UNSHARE 2
#define LX_CLOSE_RANGE_CLOEXEC 4

#define LX_R_OK 4
#define LX_W_OK 2
#define LX_X_OK 1

#define LX_PATH_MAX 4096
#define LX_NAME_MAX 255

struct lx_flock {
	int16_t l_type;
	int16_t l_whence;
	int32_t pad0;
	int64_t l_start;
	int64_t l_len;
	int32_t l_pid;
	int32_t pad1;
};

#endif
