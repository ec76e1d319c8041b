/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/proc.h - between the files of /proc. */
#ifndef FS_PROC_PROC_H
#define FS_PROC_PROC_H

#include "fs/gen/gen.h"
#include "proc/process.h"

/* The root: registered entries, then one directory per process. */
extern const struct inode_ops proc_root_ops;

/* Inode numbers of a process's entries say what they are: process, thread
 * (0: the process), entry. */
#define PROC_INO(pid, tid, n) \
	((uint64_t)(pid) << 40 | (uint64_t)(tid) << 16 | (uint64_t)(n))
#define PROC_INO_PID(ino) ((int)((ino) >> 40))
#define PROC_INO_TID(ino) ((int)((ino) >> 16 & 0xffffff))

/* A number as a name of an entry, or -1. */
int proc_name_number(const char *name, size_t len);

/* Directory of a process (tid 0) or of one of its threads: -ENOENT. Made for
 * the lookup; nothing holds it but its users. */
int proc_pid_dir(int pid, int tid, struct inode **out);
/* Directories below it: up is the directory of the process. NULL: no memory.*/
struct inode *proc_subdir(struct inode *up, const char *name,
    const struct inode_ops *ops, unsigned int n);
extern const struct inode_ops proc_fd_ops, proc_fdinfo_ops, proc_task_ops;
/* A link exe, cwd or root. */
struct inode *proc_link_make(int pid, int tid, unsigned int n);
enum { PROC_LINK_EXE = 1, PROC_LINK_CWD, PROC_LINK_ROOT };

/* A copy of what /proc tells about a process, taken under proctree_lock. */
struct proc_snap {
	int pid, ppid, pgid, sid, tid;
	unsigned int uid, euid, suid, gid, egid, sgid, ngroups;
	unsigned int groups[32];
	unsigned int nthreads;
	char name[16];
	char state; /* R S D T Z */
	uint64_t arg_start, arg_end, env_start, env_end;
	uint64_t run_ns, child_run_ns, start_ns;
	uint64_t switches_vol, switches_invol;
	uint64_t pending, shared, blocked, ignored, caught;
	unsigned int queued;
	unsigned int cpu;
	int nice, policy, rt_priority, exit_signal;
	struct cpuset allowed;
	struct proc_limit limits[PROC_NLIMITS];
	struct aspace *as;     /* referenced, or NULL */
	struct fdtable *files; /* referenced, or NULL */
	struct fs_context *fs; /* referenced, or NULL */
	uint64_t auxv[64];
	unsigned int auxv_len;
};
/* tid 0: the process as a whole. NULL: gone, or no memory. */
struct proc_snap *proc_snap_get(int pid, int tid);
void proc_snap_put(struct proc_snap *s);
/* Is there such a process, and thread (0: any)? */
bool proc_exists(int pid, int tid);

/* Contents that need more than a line; see pid_text.c. */
int proc_show_status(struct proc_snap *s, struct textbuf *t);
int proc_show_stat(struct proc_snap *s, struct textbuf *t);
int proc_show_statm(struct proc_snap *s, struct textbuf *t);
int proc_show_maps(struct proc_snap *s, struct textbuf *t);
int proc_show_limits(struct proc_snap *s, struct textbuf *t);
int proc_show_sched(struct proc_snap *s, struct textbuf *t);
int proc_show_io(struct proc_snap *s, struct textbuf *t);
int proc_show_mounts(struct proc_snap *s, struct textbuf *t);
int proc_show_mountinfo(struct proc_snap *s, struct textbuf *t);
/* len bytes at va of a process's memory appended; stops at a hole. */
void proc_copy_memory(
    struct aspace *as, uint64_t va, uint64_t len, struct textbuf *t);

#endif
