/* SPDX-License-Identifier: GPL-2.0-only */
/* fs/proc/pid.c - /proc/PID and /proc/PID/task/TID: entries of one process.
 *
 * Idea: nothing is stored: a lookup makes an inode whose number says process,
 * thread and entry, and which goes when its last user does.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/fmt.h"
#include "base/str.h"
#include "fs/fdtable.h"
#include "fs/mem/mem.h"
#include "fs/proc/proc.h"
#include "fs/vfs_priv.h"
#include "mm/kmem.h"

/* A generated file about a process. */
struct pid_kind {
	struct gen_kind gen;
	int (*show)(struct proc_snap *s, struct textbuf *t);
};

static int
pid_show(struct inode *ino, struct textbuf *t)
{
	const struct gen_kind *gen = ino->gen.what;
	const struct pid_kind *k = container_of(gen, struct pid_kind, gen);
	struct proc_snap *s =
	    proc_snap_get(PROC_INO_PID(ino->ino), PROC_INO_TID(ino->ino));
	int err;

	if (!s)
		return ERR(ESRCH);
	err = k->show(s, t);
	proc_snap_put(s);
	return err;
}

static int
show_comm(struct proc_snap *s, struct textbuf *t)
{
	text_printf(t, "%s\n", s->name);
	return 0;
}

/* Only of the own process, as Linux has it. */
static int
store_comm(struct inode *ino, const char *text, size_t len)
{
	int pid = PROC_INO_PID(ino->ino), tid = PROC_INO_TID(ino->ino);
	struct process *p;
	struct task *t;

	if (len && text[len - 1] == '\n')
		len--;
	if (!current->process || pid != current->process->pid)
		return ERR(EINVAL);
	spin_lock(&proctree_lock);
	p = current->process;
	list_for_each(t, &p->threads, thread_link) {
		if (t->tid == (tid ? tid : pid)) {
			len = MIN(len, sizeof(t->name) - 1);
			memset(t->name, 0, sizeof(t->name));
			memcpy(t->name, text, len);
		}
	}
	spin_unlock(&proctree_lock);
	return 0;
}

static int
show_cmdline(struct proc_snap *s, struct textbuf *t)
{
	if (s->as && s->arg_end > s->arg_start)
		proc_copy_memory(
		    s->as, s->arg_start, s->arg_end - s->arg_start, t);
	return 0;
}

static int
show_environ(struct proc_snap *s, struct textbuf *t)
{
	if (s->as && s->env_end > s->env_start)
		proc_copy_memory(
		    s->as, s->env_start, s->env_end - s->env_start, t);
	return 0;
}

static int
show_auxv(struct proc_snap *s, struct textbuf *t)
{
	text_append(t, s->auxv, s->auxv_len);
	return 0;
}

static int
show_cgroup(struct proc_snap *s, struct textbuf *t)
{
	(void)s;
	text_printf(t, "0::/\n");
	return 0;
}

static int
show_zero(struct proc_snap *s, struct textbuf *t)
{
	(void)s;
	text_printf(t, "0\n");
	return 0;
}

static int
show_loginuid(struct proc_snap *s, struct textbuf *t)
{
	(void)s;
	text_printf(t, "4294967295");
	return 0;
}

static int
show_wchan(struct proc_snap *s, struct textbuf *t)
{
	(void)s;
	text_printf(t, "0");
	return 0;
}

static int
show_children(struct proc_snap *s, struct textbuf *t)
{
	struct process *p, *c;

	spin_lock(&proctree_lock);
	p = process_find(s->pid);
	if (p) {
		list_for_each(c, &p->children, sibling)
			text_printf(t, "%d ", c->pid);
	}
	spin_unlock(&proctree_lock);
	return 0;
}

/* Written values are accepted; nothing is ever killed for memory. */
static int
store_ignored(struct inode *ino, const char *text, size_t len)
{
	(void)ino, (void)text, (void)len;
	return 0;
}

#define KIND(ident, fn)                                              \
	static const struct pid_kind ident = { .gen.show = pid_show, \
		.show = fn }
#define KIND_RW(ident, fn, st)                                    \
	static const struct pid_kind ident = {                    \
		.gen.show = pid_show, .gen.store = st, .show = fn \
	}

KIND(k_status, proc_show_status);
KIND(k_stat, proc_show_stat);
KIND(k_statm, proc_show_statm);
KIND(k_maps, proc_show_maps);
KIND(k_limits, proc_show_limits);
KIND(k_sched, proc_show_sched);
KIND(k_io, proc_show_io);
KIND(k_mounts, proc_show_mounts);
KIND(k_mountinfo, proc_show_mountinfo);
KIND(k_cmdline, show_cmdline);
KIND(k_environ, show_environ);
KIND(k_auxv, show_auxv);
KIND(k_cgroup, show_cgroup);
KIND(k_loginuid, show_loginuid);
KIND(k_wchan, show_wchan);
KIND(k_children, show_children);
KIND_RW(k_comm, show_comm, store_comm);
KIND_RW(k_oom, show_zero, store_ignored);

enum entry_type { ENTRY_FILE, ENTRY_LINK, ENTRY_DIR };

static const struct pid_entry {
	const char *name;
	enum entry_type type;
	unsigned int perm;
	const struct pid_kind *kind;
	const struct inode_ops *dir;
	unsigned int link;
	bool process_only; /* not in task/TID */
} entries[] = {
	{ "auxv", ENTRY_FILE, 0400, &k_auxv, NULL, 0, false },
	{ "cgroup", ENTRY_FILE, 0444, &k_cgroup, NULL, 0, false },
	{ "children", ENTRY_FILE, 0444, &k_children, NULL, 0, false },
	{ "cmdline", ENTRY_FILE, 0444, &k_cmdline, NULL, 0, false },
	{ "comm", ENTRY_FILE, 0644, &k_comm, NULL, 0, false },
	{ "cwd", ENTRY_LINK, 0777, NULL, NULL, PROC_LINK_CWD, false },
	{ "environ", ENTRY_FILE, 0400, &k_environ, NULL, 0, false },
	{ "exe", ENTRY_LINK, 0777, NULL, NULL, PROC_LINK_EXE, false },
	{ "fd", ENTRY_DIR, 0500, NULL, &proc_fd_ops, 0, false },
	{ "fdinfo", ENTRY_DIR, 0555, NULL, &proc_fdinfo_ops, 0, false },
	{ "io", ENTRY_FILE, 0400, &k_io, NULL, 0, false },
	{ "limits", ENTRY_FILE, 0444, &k_limits, NULL, 0, false },
	{ "loginuid", ENTRY_FILE, 0444, &k_loginuid, NULL, 0, false },
	{ "maps", ENTRY_FILE, 0444, &k_maps, NULL, 0, false },
	{ "mountinfo", ENTRY_FILE, 0444, &k_mountinfo, NULL, 0, false },
	{ "mounts", ENTRY_FILE, 0444, &k_mounts, NULL, 0, false },
	{ "oom_adj", ENTRY_FILE, 0644, &k_oom, NULL, 0, false },
	{ "oom_score", ENTRY_FILE, 0444, &k_oom, NULL, 0, false },
	{ "oom_score_adj", ENTRY_FILE, 0644, &k_oom, NULL, 0, false },
	{ "root", ENTRY_LINK, 0777, NULL, NULL, PROC_LINK_ROOT, false },
	{ "sched", ENTRY_FILE, 0444, &k_sched, NULL, 0, false },
	{ "stat", ENTRY_FILE, 0444, &k_stat, NULL, 0, false },
	{ "statm", ENTRY_FILE, 0444, &k_statm, NULL, 0, false },
	{ "status", ENTRY_FILE, 0444, &k_status, NULL, 0, false },
	{ "task", ENTRY_DIR, 0555, NULL, &proc_task_ops, 0, true },
	{ "wchan", ENTRY_FILE, 0444, &k_wchan, NULL, 0, false },
};

/* The owner of a process's entries. */
static void
owner_set(struct inode *ino)
{
	struct process *p;

	spin_lock(&proctree_lock);
	p = process_find(PROC_INO_PID(ino->ino));
	if (p) {
		ino->uid = p->euid;
		ino->gid = p->egid;
	}
	spin_unlock(&proctree_lock);
}

struct inode *
proc_subdir(struct inode *up, const char *name, const struct inode_ops *ops,
    unsigned int n)
{
	struct inode *dir = inode_alloc(&proc_fs, ops, MODE_DIR | 0555);
	size_t len = strlen(name) + 1;

	if (!dir)
		return NULL;
	dir->ino = PROC_INO(PROC_INO_PID(up->ino), PROC_INO_TID(up->ino), n);
	dir->dir.name = kmalloc(len);
	if (!dir->dir.name) {
		inode_put(dir);
		return NULL;
	}
	memcpy(dir->dir.name, name, len);
	inode_get(up);
	dir->dir.parent = up;
	owner_set(dir);
	return dir;
}

static struct inode *
entry_make(struct inode *dir, const struct pid_entry *e)
{
	unsigned int n = (unsigned int)(e - entries) + 1;
	int pid = PROC_INO_PID(dir->ino), tid = PROC_INO_TID(dir->ino);
	struct inode *ino;

	if (e->type == ENTRY_DIR) {
		ino = proc_subdir(dir, e->name, e->dir, n);
		if (ino)
			ino->mode = MODE_DIR | e->perm;
		return ino;
	}
	if (e->type == ENTRY_LINK)
		ino = proc_link_make(pid, tid, e->link);
	else
		ino = gen_file(&proc_fs, &e->kind->gen, e->perm, NULL, 0);
	if (ino) {
		ino->ino = PROC_INO(pid, tid, n);
		owner_set(ino);
	}
	return ino;
}

static int
pid_lookup(struct inode *dir, const char *name, size_t len, struct inode **out)
{
	int tid = PROC_INO_TID(dir->ino);

	if (!proc_exists(PROC_INO_PID(dir->ino), tid))
		return -ENOENT;
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		const struct pid_entry *e = &entries[i];

		if (strlen(e->name) != len || memcmp(e->name, name, len))
			continue;
		if (tid && e->process_only)
			return -ENOENT;
		*out = entry_make(dir, e);
		return *out ? 0 : ERR(ENOMEM);
	}
	return -ENOENT;
}

static int
pid_readdir(struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	static const unsigned int types[] = { MODE_FILE, MODE_LINK, MODE_DIR };
	int pid = PROC_INO_PID(dir->ino), tid = PROC_INO_TID(dir->ino);

	if (!proc_exists(pid, tid))
		return ERR(ENOENT);
	for (uint64_t i = *pos - 2; i < ARRAY_SIZE(entries); i++) {
		const struct pid_entry *e = &entries[i];

		if (!(tid && e->process_only) &&
		    !emit(arg, e->name, strlen(e->name),
			PROC_INO(pid, tid, i + 1), i + 3,
			MODE_DTYPE(types[e->type])))
			break;
		*pos = i + 3;
	}
	return 0;
}

static const struct inode_ops pid_ops = {
	.lookup = pid_lookup,
	.readdir = pid_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_open_dir,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = inode_no_evict,
};

int
proc_pid_dir(int pid, int tid, struct inode **out)
{
	struct inode *dir;
	char name[12];

	if (!proc_exists(pid, tid))
		return -ENOENT;
	(void)fmt_sn(name, sizeof(name), "%d", pid);
	dir = proc_subdir(proc_fs.root, name, &pid_ops, 0);
	if (!dir)
		return ERR(ENOMEM);
	dir->ino = PROC_INO(pid, 0, 0);
	owner_set(dir);
	*out = dir;
	return 0;
}

/* task/: one directory per thread. */
static int
task_lookup(struct inode *dir, const char *name, size_t len, struct inode **out)
{
	int pid = PROC_INO_PID(dir->ino), tid = proc_name_number(name, len);
	char text[12];

	if (tid <= 0 || !proc_exists(pid, tid))
		return -ENOENT;
	(void)fmt_sn(text, sizeof(text), "%d", tid);
	*out = proc_subdir(dir, text, &pid_ops, 0);
	if (!*out)
		return ERR(ENOMEM);
	(*out)->ino = PROC_INO(pid, tid, 0);
	return 0;
}

/* The lowest thread id >= from of a process, or 0. */
static int
next_tid(int pid, int from)
{
	struct process *p;
	struct task *t;
	int best = 0;

	spin_lock(&proctree_lock);
	p = process_find(pid);
	if (p) {
		list_for_each(t, &p->threads, thread_link) {
			if (t->tid >= from && (!best || t->tid < best))
				best = t->tid;
		}
	}
	spin_unlock(&proctree_lock);
	return best;
}

static int
task_readdir(struct inode *dir, uint64_t *pos, readdir_emit_t emit, void *arg)
{
	int pid = PROC_INO_PID(dir->ino), tid;
	char name[12];

	while ((tid = next_tid(pid, (int)(*pos - 2))) != 0) {
		int n = fmt_sn(name, sizeof(name), "%d", tid);

		if (!emit(arg, name, (size_t)n, PROC_INO(pid, tid, 0),
			(uint64_t)tid + 3, MODE_DTYPE(MODE_DIR)))
			break;
		*pos = (uint64_t)tid + 3;
	}
	return 0;
}

const struct inode_ops proc_task_ops = {
	.lookup = task_lookup,
	.readdir = task_readdir,
	.make = inode_no_make,
	.link = inode_no_link,
	.unlink = inode_no_unlink,
	.rename = inode_no_rename,
	.is_empty = inode_no_entries,
	.open = inode_open_dir,
	.readlink = inode_no_readlink,
	.follow = inode_no_follow,
	.truncate = inode_no_truncate,
	.bytes = inode_no_bytes,
	.evict = inode_no_evict,
};
