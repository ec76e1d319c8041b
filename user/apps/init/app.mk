# SPDX-License-Identifier: LGPL-2.1-or-later
# app.mk - how init is built: the first program, a static one like any other.
APP := init
SRCS := user/apps/init/main.c user/apps/init/jobfile.c \
	user/apps/init/channels.c user/apps/init/watch.c base/elf.c
CFLAGS := -Iuser/apps
LIBS :=
