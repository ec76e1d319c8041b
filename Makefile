# SPDX-License-Identifier: GPL-2.0-only
# Makefile - builds Kitten, its programs and its tests. `make help` tells more.
#
# Idea: one make for the whole tree. Each room lists its objects (objs.mk) or
# its program (app.mk); the fragments in mk/ turn the lists into rules.
#   mk/base.mk     variables, quiet output, rebuild when flags change
#   mk/deps.mk     the Debian packages that are needed
#   mk/config.mk   Kconfig -> build/auto.conf, build/autoconf.h
#   mk/gen.mk      generated tables
#   mk/kernel.mk   build/kitten.elf, build/kitten.bzImage
#   mk/host.mk     the `kitten` command, unit tests
#   mk/user.mk     liblwk, programs that run on Kitten
#   mk/goals.mk    run, test, bench, iso, install, clean, help
# Everything made is in build/, except ./kitten, a link.

MAKEFLAGS += --no-builtin-rules --no-builtin-variables
.SUFFIXES:
.DELETE_ON_ERROR:

.PHONY: all
all:

include mk/base.mk
include mk/deps.mk
include mk/config.mk
include mk/gen.mk
include mk/kernel.mk
include mk/host.mk
include mk/user.mk
include mk/goals.mk
