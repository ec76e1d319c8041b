/* SPDX-License-Identifier: BSD-2-Clause */
/* uapi/linux/wait.h - options of wait4 and waitid, codes of SIGCHLD. */
#ifndef UAPI_LINUX_WAIT_H
#define UAPI_LINUX_WAIT_H

#define LX_WNOHANG    0x00000001
#define LX_WUNTRACED  0x00000002
#define LX_WSTOPPED   0x00000002
#define LX_WEXITED    0x00000004
#define LX_WCONTINUED 0x00000008
#define LX_WNOWAIT    0x01000000
#define LX_WNOTHREAD  0x20000000
#define LX_WALL	      0x40000000
#define LX_WCLONE     0x80000000u

#define LX_P_ALL   0
#define LX_P_PID   1
#define LX_P_PGID  2
#define LX_P_PIDFD 3

#define LX_CLD_EXITED	 1
#define LX_CLD_KILLED	 2
#define LX_CLD_DUMPED	 3
#define LX_CLD_TRAPPED	 4
#define LX_CLD_STOPPED	 5
#define LX_CLD_CONTINUED 6

#endif
