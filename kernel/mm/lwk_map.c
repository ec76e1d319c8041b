/* SPDX-License-Identifier: GPL-2.0-only */
/* mm/lwk_map.c - mapping by hand: regions whose memory the caller supplies.
 *
 * The user-level side of the LWK calls (abi/lwk) and the kernel's own small
 * mappings (the vDSO).
 * Locking: as->lock. Context: task or boot.
 */
#include "base/err.h"
#include "base/errno.h"
#include "base/str.h"
#include "core/panic.h"
#include "mm/aspace_priv.h"

static bool
aligned(vaddr_t va, uint64_t len)
{
	return !((va | len) & (PAGE_SIZE - 1)) && len && va + len > va &&
	       va + len <= USER_END;
}

static int
add_locked(
    struct aspace *as, vaddr_t va, uint64_t len, const struct region *like)
{
	int err = ranges_remove(&as->holes, va, len);

	if (err)
		return ERR(EEXIST);
	err = region_insert(as, va, va + len, like);
	if (err)
		(void)!ranges_add(&as->holes, va, len);
	return err;
}

int
aspace_add_region(struct aspace *as, vaddr_t va, uint64_t len,
    unsigned int prot, unsigned int flags, const char *name)
{
	struct region like = {
		.prot = prot & ACCESS_MASK,
		.flags = flags,
		.kind = REGION_FIXED,
	};
	int err;

	if (!aligned(va, len))
		return ERR(EINVAL);
	(void)strscpy(like.name, name, sizeof(like.name));
	mutex_lock(&as->lock);
	err = add_locked(as, va, len, &like);
	aspace_unlock(as);
	return err;
}

int
aspace_del_region(struct aspace *as, vaddr_t va, uint64_t len)
{
	return aspace_munmap(as, va, len);
}

/* A region made by hand takes the budget's place as anonymous memory: what is
 * in it counts as written. */
int
aspace_map_pmem(struct aspace *as, vaddr_t va, paddr_t pa, uint64_t len)
{
	struct region *r;
	int err;

	if (!aligned(va, len) || (pa & (PAGE_SIZE - 1)))
		return ERR(EINVAL);
	mutex_lock(&as->lock);
	r = region_find(as, va);
	if (!r || r->end < va + len)
		err = ERR(ENOENT);
	else if (r->kind != REGION_FIXED)
		err = ERR(EPERM);
	else if (bound_bytes(as, va, len))
		err = ERR(EEXIST);
	else
		err = bind_physical(as, r, va, pa, len);
	aspace_unlock(as);
	return err;
}

int
aspace_unmap_pmem(struct aspace *as, vaddr_t va, uint64_t len)
{
	struct region *r;
	int err;

	if (!aligned(va, len))
		return ERR(EINVAL);
	mutex_lock(&as->lock);
	r = region_find(as, va);
	if (!r || r->end < va + len)
		err = ERR(ENOENT);
	else if (r->kind != REGION_FIXED)
		err = ERR(EPERM);
	else
		err = unbind_range(as, va, len);
	aspace_unlock(as);
	return err;
}

int
aspace_find_hole(
    struct aspace *as, vaddr_t hint, uint64_t len, uint64_t align, vaddr_t *out)
{
	int err;

	mutex_lock(&as->lock);
	err =
	    ranges_alloc_top(&as->holes, len, align, hint, USER_SLOT_END, out);
	if (!err) /* fails only without memory; the addresses are lost then */
		err = ranges_add(&as->holes, *out, len);
	aspace_unlock(as);
	return err ? ERR(ENOMEM) : 0;
}

int
aspace_map_kernel(struct aspace *as, vaddr_t va, paddr_t pa, uint64_t len,
    unsigned int prot, const char *name)
{
	struct region like = { .prot = prot, .kind = REGION_VDSO };
	int err;

	if (!aligned(va, len))
		return ERR(EINVAL);
	(void)strscpy(like.name, name, sizeof(like.name));
	mutex_lock(&as->lock);
	err = add_locked(as, va, len, &like);
	if (!err) {
		err = bind_physical(as, region_find(as, va), va, pa, len);
		if (err) {
			region_remove(as, region_find(as, va));
			(void)!ranges_add(&as->holes, va, len);
		}
	}
	aspace_unlock(as);
	return err;
}
