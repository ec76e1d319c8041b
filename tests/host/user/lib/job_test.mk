# SPDX-License-Identifier: GPL-2.0-only
SRCS := user/lib/job.c user/lib/job_image.c user/lib/job_machine.c \
	user/lib/job_stack.c
CFLAGS := -Iuser/lib -I$(KINC)
