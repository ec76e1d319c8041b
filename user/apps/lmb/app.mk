# SPDX-License-Identifier: LGPL-2.1-or-later
# app.mk - how lmb is built: the cost of kernel services.
APP := lmb
SRCS := user/apps/lmb/main.c user/apps/lmb/calls.c user/apps/lmb/create.c \
	user/apps/lmb/memory.c user/apps/lmb/turns.c user/apps/common/args.c
CFLAGS := -Iuser/apps -pthread
LIBS := -lm
