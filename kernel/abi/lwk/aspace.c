/* SPDX-License-Identifier: GPL-2.0-only */
/* abi/lwk/aspace.c - LWK calls on address spaces.
 *
 * Life: `made` holds one reference on each address space that aspace_create
 * made, until aspace_destroy. Processes hold their own.
 * Locking: made_lock for the list.
 */
#include "abi/linux/vdso/vdso.h"
#include "abi/lwk/lwk.h"
#include "base/list.h"
#include "base/str.h"
#include "mm/kmem.h"

STATIC_ASSERT(LWK_PROT_READ == PG_READ && LWK_PROT_WRITE == PG_WRITE &&
	      LWK_PROT_EXEC == PG_EXEC);
STATIC_ASSERT((int)LWK_REGION_RESERVE == (int)REGION_RESERVE &&
	      (int)LWK_REGION_STACK == (int)REGION_STACK &&
	      (int)LWK_REGION_HEAP == (int)REGION_HEAP);

#define PROT_ALL  (LWK_PROT_READ | LWK_PROT_WRITE | LWK_PROT_EXEC)
#define FLAGS_ALL (LWK_REGION_RESERVE | LWK_REGION_STACK | LWK_REGION_HEAP)

struct made {
	struct list link; /* [l] */
	struct aspace *as;
};

static struct spinlock made_lock = SPINLOCK_INIT(RANK_PROCTREE); /* l */
static struct list made_list = LIST_INIT(made_list);		 /* [l] */

struct aspace *
lwk_aspace_get(int id, int *err)
{
	struct aspace *as;

	*err = lwk_allowed() ? 0 : ERR(EPERM);
	if (*err)
		return NULL;
	if (id == 0) {
		as = current->process->aspace;
		aspace_get(as);
		return as;
	}
	as = aspace_find(id);
	if (!as)
		*err = ERR(ENOENT);
	return as;
}

static void
made_add(struct made *m)
{
	spin_lock(&made_lock);
	list_add_tail(&made_list, &m->link);
	spin_unlock(&made_lock);
}

/* Off the list, or NULL when none of them has the id. */
static struct made *
made_take(int id)
{
	struct made *m, *found = NULL;

	spin_lock(&made_lock);
	list_for_each(m, &made_list, link) {
		if (aspace_id(m->as) == id) {
			found = m;
			list_del(&m->link);
			break;
		}
	}
	spin_unlock(&made_lock);
	return found;
}

long
sys_lwk_aspace_create(struct syscall_args *a)
{
	char name[LWK_NAME_LEN];
	struct made *m;
	int32_t id;
	int err;

	if (!lwk_allowed())
		return ERR(EPERM);
	err = lwk_name_get(name, sizeof(name), ARG0(a));
	if (err)
		return err;
	m = kzalloc(sizeof(*m));
	if (!m)
		return ERR(ENOMEM);
	m->as = aspace_create(name, &err);
	if (!m->as) {
		kfree(m);
		return err;
	}
	id = aspace_id(m->as);
	if (copyout_obj(ARG1(a), &id)) {
		aspace_put(m->as);
		kfree(m);
		return ERR(EFAULT);
	}
	made_add(m);
	return 0;
}

long
sys_lwk_aspace_destroy(struct syscall_args *a)
{
	struct made *m;

	if (!lwk_allowed())
		return ERR(EPERM);
	m = made_take((int)ARG0(a));
	if (!m)
		return ERR(ENOENT);
	aspace_put(m->as);
	kfree(m);
	return 0;
}

static int
region_get(struct lwk_region *r, vaddr_t uaddr)
{
	if (copyin_obj(r, uaddr))
		return ERR(EFAULT);
	if ((r->prot & ~PROT_ALL) || (r->flags & ~FLAGS_ALL) ||
	    strnlen(r->name, sizeof(r->name)) == sizeof(r->name))
		return ERR(EINVAL);
	return 0;
}

long
sys_lwk_aspace_map(struct syscall_args *a)
{
	struct map_request req = { .fixed = true, .noreplace = true };
	struct lwk_region r;
	struct aspace *as;
	vaddr_t va;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = region_get(&r, ARG1(a));
	if (!err) {
		req.hint = r.start;
		req.len = r.len;
		req.prot = r.prot;
		req.flags = r.flags;
		req.name = r.name;
		err = aspace_mmap(as, &req, &va);
	}
	aspace_put(as);
	return err;
}

long
sys_lwk_aspace_add_region(struct syscall_args *a)
{
	struct lwk_region r;
	struct aspace *as;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = region_get(&r, ARG1(a));
	if (!err)
		err = aspace_add_region(
		    as, r.start, r.len, r.prot, r.flags, r.name);
	aspace_put(as);
	return err;
}

/* The calls of the form fn(aspace, va, len). */
static long
on_range(struct syscall_args *a,
    int (*fn)(struct aspace *as, vaddr_t va, uint64_t len))
{
	struct aspace *as;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = fn(as, ARG1(a), ARG2(a));
	aspace_put(as);
	return err;
}

long
sys_lwk_aspace_unmap(struct syscall_args *a)
{
	return on_range(a, aspace_munmap);
}

long
sys_lwk_aspace_del_region(struct syscall_args *a)
{
	return on_range(a, aspace_del_region);
}

long
sys_lwk_aspace_unmap_pmem(struct syscall_args *a)
{
	return on_range(a, aspace_unmap_pmem);
}

long
sys_lwk_aspace_map_pmem(struct syscall_args *a)
{
	struct aspace *as;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = lwk_pmem_check(ARG2(a), ARG3(a), false);
	if (!err)
		err = aspace_map_pmem(as, ARG1(a), ARG2(a), ARG3(a));
	aspace_put(as);
	return err;
}

long
sys_lwk_aspace_set_heap(struct syscall_args *a)
{
	struct aspace *as;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	if ((ARG1(a) & (PAGE_SIZE - 1)) || !ARG1(a) || ARG1(a) >= USER_END)
		err = ERR(EINVAL);
	else
		aspace_set_heap(as, ARG1(a));
	aspace_put(as);
	return err;
}

long
sys_lwk_aspace_phys(struct syscall_args *a)
{
	struct aspace *as;
	paddr_t pa;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = aspace_virt_to_phys(as, ARG1(a), &pa);
	aspace_put(as);
	return err ? err : copyout_obj(ARG2(a), &pa);
}

long
sys_lwk_aspace_query(struct syscall_args *a)
{
	struct lwk_region u = { 0 };
	struct region_info r;
	struct aspace *as;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = aspace_query(as, ARG1(a), &r);
	aspace_put(as);
	if (err)
		return err;
	u.start = r.start;
	u.len = r.end - r.start;
	u.prot = r.prot;
	u.flags = r.flags;
	u.kind = (uint32_t)r.kind;
	u.bound = r.bound;
	(void)strscpy(u.name, r.name, sizeof(u.name));
	return copyout_obj(ARG2(a), &u);
}

long
sys_lwk_aspace_vdso(struct syscall_args *a)
{
	struct aspace *as;
	vaddr_t va = 0;
	int err;

	as = lwk_aspace_get((int)ARG0(a), &err);
	if (!as)
		return err;
	err = vdso_map(as, &va);
	aspace_put(as);
	return err ? err : copyout_obj(ARG1(a), &va);
}
