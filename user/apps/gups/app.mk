# SPDX-License-Identifier: LGPL-2.1-or-later
# app.mk - how gups is built: random updates, OpenMP.
APP := gups
SRCS := user/apps/gups/main.c user/apps/common/args.c
CFLAGS := -Iuser/apps -fopenmp
# libgomp.a mentions dlopen (for accelerators); the linker would warn of it.
LIBS := -lm -Wl,--no-warnings
