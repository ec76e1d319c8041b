/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/mpi.c - MPICH with a single rank, started without a launcher:
 * a threaded start, a collective, a message to itself.
 */
#include <mpi.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	int rank, size, level, value = 7, sum = 0, got = 0;
	MPI_Request request;

	MPI_Init_thread(&argc, &argv, MPI_THREAD_MULTIPLE, &level);
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	MPI_Comm_size(MPI_COMM_WORLD, &size);
	printf("rank %d of %d\n", rank, size);
	MPI_Allreduce(&value, &sum, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
	MPI_Irecv(&got, 1, MPI_INT, 0, 5, MPI_COMM_WORLD, &request);
	MPI_Send(&value, 1, MPI_INT, 0, 5, MPI_COMM_WORLD);
	MPI_Wait(&request, MPI_STATUS_IGNORE);
	MPI_Barrier(MPI_COMM_WORLD);
	printf("sum %d got %d\n", sum, got);
	printf("time %s\n", MPI_Wtime() > 0 ? "runs" : "stands");
	MPI_Finalize();
	return 0;
}

/* hwloc, inside MPICH, asks libudev about disks; there is no static libudev. */
struct udev;
struct udev_device;
struct udev *udev_new(void);
struct udev *udev_unref(struct udev *udev);
struct udev_device *udev_device_new_from_subsystem_sysname(
    struct udev *udev, const char *subsystem, const char *name);
struct udev_device *udev_device_unref(struct udev_device *device);
const char *udev_device_get_property_value(
    struct udev_device *device, const char *key);
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
struct udev_device *
udev_device_unref(struct udev_device *device)
{
	(void)device;
	return NULL;
}
const char *
udev_device_get_property_value(struct udev_device *device, const char *key)
{
	(void)device;
	(void)key;
	return NULL;
}
