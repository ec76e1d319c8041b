# SPDX-License-Identifier: GPL-2.0-only
# mk/base.mk - variables, quiet output, rebuild when flags change.

# BUILD=build/clang, for instance, keeps a second build beside the first.
BUILD ?= build

# --no-builtin-variables leaves these unset unless the user gives them.
ifneq ($(filter undefined default,$(origin CC)),)
CC := gcc
endif
ifneq ($(filter undefined default,$(origin LD)),)
LD := ld
endif
ifneq ($(filter undefined default,$(origin AR)),)
AR := ar
endif
NM ?= nm
OBJCOPY ?= objcopy
# Programs for Kitten are what a user's own would be: made by the host's GCC.
USER_CC ?= gcc
USER_CXX ?= g++
USER_FC ?= gfortran
CC_IS_CLANG := $(findstring clang,$(notdir $(CC)))

WARNINGS := -Wall -Wextra -Werror -Wshadow -Wundef -Wmissing-prototypes \
	-Wstrict-prototypes -Wvla -Wimplicit-fallthrough
COMMON_CFLAGS := -std=gnu11 -O2 -g -fno-common -fno-strict-aliasing $(WARNINGS)

# $(call say,WHAT,FILE) is the short line of a rule; V=1 shows whole commands.
ifeq ($(V),1)
Q :=
say = @:
else
Q := @
say = @printf '  %-7s %s\n' '$(1)' '$(2)'
endif

# $(call stamp,NAME,TEXT) is the file build/flags/NAME, which holds TEXT and
# was written when TEXT last changed: what depends on it is rebuilt then.
$(shell mkdir -p $(BUILD)/flags)
define newline


endef
stamp = $(call stamp_,$(BUILD)/flags/$(1),:$(strip $(2)))
stamp_ = $(if $(call differs,$(file <$(1)),$(2)),$(file >$(1),$(2)))$(1)
differs = $(subst x$(strip $(subst $(newline), ,$(1))),,x$(2))$(subst x$(2),,x$(strip $(subst $(newline), ,$(1))))

# Goals that need no compiler, no packages, no configuration.
IDLE_GOALS := clean distclean help
GOALS := $(or $(MAKECMDGOALS),all)
BUILDING := $(filter-out $(IDLE_GOALS),$(GOALS))
