# SPDX-License-Identifier: LGPL-2.1-or-later
# app.mk - how selfish is built: the detour detector.
APP := selfish
SRCS := user/apps/selfish/main.c user/apps/common/args.c
CFLAGS := -Iuser/apps -pthread
LIBS := -lm
