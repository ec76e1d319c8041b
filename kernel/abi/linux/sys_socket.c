/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * abi/linux/sys_socket.c - calls on sockets, of which there are none.
 *
 * Idea: programs ask whether a descriptor is a socket (a shell does with
 * getpeername on its input) and take ENOTSOCK for the answer no, but ENOSYS for
 * trouble. As no descriptor is a socket, that is the answer for every open one.
 * socket and socketpair stay ENOSYS, so that the report at the end names them.
 */
#include "abi/linux/file_args.h"
#include "abi/linux/handlers_fs.h"
#include "base/err.h"
#include "fs/file.h"

long
sys_no_socket(struct syscall_args *a)
{
	struct file *f = file_of((int)ARG0(a));
	bool usable;

	if (!f)
		return ERR(EBADF);
	usable = !(f->flags & FILE_PATH);
	file_put(f);
	return usable ? ERR(ENOTSOCK) : ERR(EBADF);
}
