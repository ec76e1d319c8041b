# SPDX-License-Identifier: LGPL-2.1-or-later
# app.mk - how cg is built: conjugate gradients, OpenMP.
APP := cg
SRCS := user/apps/cg/main.c user/apps/cg/problem.c user/apps/cg/solve.c \
	user/apps/common/args.c
CFLAGS := -Iuser/apps -fopenmp
# libgomp.a mentions dlopen (for accelerators); the linker would warn of it.
LIBS := -lm -Wl,--no-warnings
