# SPDX-License-Identifier: GPL-2.0-only
# mk/deps.mk - have the Debian packages of this goal, before anything else.

DEPS_test := build run test
DEPS_test-quick := build test
DEPS_test-apps := build run test apps
DEPS_bench := build run bench
DEPS_run := build run
DEPS_iso := build run
DEPS_user-tests := build test
DEPS_host-tests := build test
DEPS_lint := build test
DEPS_groups := $(sort $(if $(BUILDING),build) $(foreach g,$(BUILDING),$(DEPS_$(g))))

# Make starts itself anew after it wrote an included file; look only once.
ifneq ($(DEPS_groups),)
ifndef KITTEN_DEPS_SEEN
ifneq ($(shell deps/check.sh $(DEPS_groups) >&2 && echo ok),ok)
$(error packages are missing)
endif
export KITTEN_DEPS_SEEN := 1
endif
endif
