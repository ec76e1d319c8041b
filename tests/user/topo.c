/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/user/topo.c - the machine as hwloc reads it from /proc and /sys.
 *
 * Idea: `topo` checks that what hwloc found is sane; `topo print` prints the
 * counts: processors, cores, packages, memory nodes.
 */
#include "lib/check.h"

#include <hwloc.h>
#include <sched.h>

static hwloc_topology_t topology;

/*
 * Debian's static hwloc wants udev, which has no static library; without it
 * hwloc tells less about disks.
 */
struct udev;
struct udev_device;
struct udev *udev_new(void);
struct udev *udev_unref(struct udev *udev);
struct udev_device *udev_device_new_from_subsystem_sysname(
    struct udev *udev, const char *subsystem, const char *name);
const char *udev_device_get_property_value(
    struct udev_device *device, const char *key);
struct udev_device *udev_device_unref(struct udev_device *device);

struct udev *
udev_new(void)
{
	return NULL;
}

struct udev *
udev_unref(struct udev *udev)
{
	(void)udev;
	return NULL;
}

struct udev_device *
udev_device_new_from_subsystem_sysname(
    struct udev *udev, const char *subsystem, const char *name)
{
	(void)udev;
	(void)subsystem;
	(void)name;
	return NULL;
}

const char *
udev_device_get_property_value(struct udev_device *device, const char *key)
{
	(void)device;
	(void)key;
	return NULL;
}

struct udev_device *
udev_device_unref(struct udev_device *device)
{
	(void)device;
	return NULL;
}

static int
count(hwloc_obj_type_t type)
{
	return hwloc_get_nbobjs_by_type(topology, type);
}

static void
test_topo_loads(void)
{
	CHECK_EQ(hwloc_topology_init(&topology), 0);
	CHECK_EQ(hwloc_topology_load(topology), 0);
	CHECK(hwloc_topology_is_thissystem(topology));
}

static void
test_topo_counts(void)
{
	CHECK(count(HWLOC_OBJ_PU) >= 1);
	CHECK(count(HWLOC_OBJ_CORE) >= 1);
	CHECK(count(HWLOC_OBJ_CORE) <= count(HWLOC_OBJ_PU));
	CHECK(count(HWLOC_OBJ_PACKAGE) >= 1);
	CHECK(count(HWLOC_OBJ_NUMANODE) >= 1);
}

static void
test_topo_has_our_cpus(void)
{
	hwloc_const_cpuset_t set = hwloc_topology_get_allowed_cpuset(topology);
	cpu_set_t mine;

	CHECK_EQ(sched_getaffinity(0, sizeof(mine), &mine), 0);
	for (unsigned int i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET(i, &mine))
			CHECK(hwloc_bitmap_isset(set, i));
}

static void
test_topo_memory(void)
{
	hwloc_obj_t root = hwloc_get_root_obj(topology);

	CHECK(root->total_memory >= 64 << 20);
}

static void
test_topo_binds(void)
{
	hwloc_obj_t pu;
	hwloc_cpuset_t set = hwloc_bitmap_alloc(), got = hwloc_bitmap_alloc();

	CHECK_EQ(hwloc_get_cpubind(topology, set, HWLOC_CPUBIND_THREAD), 0);
	pu =
	    hwloc_get_obj_inside_cpuset_by_type(topology, set, HWLOC_OBJ_PU, 0);
	CHECK(pu);
	CHECK_EQ(
	    hwloc_set_cpubind(topology, pu->cpuset, HWLOC_CPUBIND_THREAD), 0);
	CHECK_EQ(sched_getcpu(), (int)pu->os_index);
	CHECK_EQ(hwloc_get_cpubind(topology, got, HWLOC_CPUBIND_THREAD), 0);
	CHECK(hwloc_bitmap_isequal(got, pu->cpuset));
	CHECK_EQ(hwloc_set_cpubind(topology, set, HWLOC_CPUBIND_THREAD), 0);
	hwloc_bitmap_free(set);
	hwloc_bitmap_free(got);
}

static const struct check_test tests[] = {
	T(test_topo_loads),
	T(test_topo_counts),
	T(test_topo_has_our_cpus),
	T(test_topo_memory),
	T(test_topo_binds),
};

int
main(int argc, char **argv)
{
	int ret;

	if (argc < 2 || strcmp(argv[1], "print")) {
		ret = CHECK_RUN(tests);
	} else {
		test_topo_loads();
		printf("PU %d core %d package %d node %d\n",
		    count(HWLOC_OBJ_PU), count(HWLOC_OBJ_CORE),
		    count(HWLOC_OBJ_PACKAGE), count(HWLOC_OBJ_NUMANODE));
		ret = 0;
	}
	if (topology)
		hwloc_topology_destroy(topology);
	return ret;
}
