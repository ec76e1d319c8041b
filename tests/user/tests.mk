# SPDX-License-Identifier: GPL-2.0-only
# tests/user/tests.mk - builds the programs of tests/user.
#
# Idea: one source file is one static executable, build/tests/user/NAME. Works
# included from the root Makefile (target `user-tests`, list $(USER_TESTS)) and
# alone, from the root of the tree: make -f tests/user/tests.mk

UT_SRC := tests/user
UT_OUT ?= build/tests/user
UT_CC = $(or $(USER_CC),gcc)
UT_CXX = $(or $(USER_CXX),g++)
UT_FC = $(or $(USER_FC),gfortran)
UT_MUSL_CC ?= musl-gcc

UT_WARN := -Wall -Wextra -Werror -Wshadow -Wundef -Wvla -Wimplicit-fallthrough
UT_CWARN := $(UT_WARN) -Wmissing-prototypes -Wstrict-prototypes
UT_CFLAGS := -std=gnu11 -O2 -g -D_GNU_SOURCE -I$(UT_SRC) $(UT_CWARN) -pthread
UT_CXXFLAGS := -std=gnu++17 -O2 -g -I$(UT_SRC) $(UT_WARN) -pthread
# libgomp.a and libhwloc.a mention dlopen, of which ld warns. (ld's
# --no-warnings would hide undefined functions too, and call address 0.)
UT_NO_DLOPEN = 2>$@.err; s=$$?; \
	grep -vE "dlopen' in statically|: in function" $@.err; rm -f $@.err; \
	exit $$s
# libgfortran.a names the thread functions weakly: without these a static
# program calls address 0 (on Linux as well).
UT_FORTRAN_NEEDS := $(foreach f,cond_broadcast cond_destroy cond_init cond_wait \
	create getspecific join key_create key_delete mutex_destroy mutex_init \
	mutex_lock mutex_trylock mutex_unlock self setspecific,\
	-Wl,-u,pthread_$(f))

# What is not plain C with glibc, non-PIE.
UT_MUSL := musl_hello musl_pie_hello
UT_CXX_NAMES := cxx
UT_F_NAMES := fortran
UT_C_NAMES := $(filter-out $(UT_MUSL),\
	$(basename $(notdir $(wildcard $(UT_SRC)/*.c))))
# hwloc is not everywhere; without it its program is left out.
ifeq ($(wildcard /usr/include/hwloc.h),)
UT_C_NAMES := $(filter-out topo,$(UT_C_NAMES))
endif

UT_C := $(UT_C_NAMES:%=$(UT_OUT)/%)
USER_TESTS := $(UT_C) $(UT_CXX_NAMES:%=$(UT_OUT)/%) \
	$(UT_F_NAMES:%=$(UT_OUT)/%) $(UT_MUSL:%=$(UT_OUT)/%)

.PHONY: user-tests
user-tests: $(USER_TESTS)

UT_MODE = -static -no-pie -fno-pie
$(UT_OUT)/static_pie_hello: UT_MODE = -static-pie -fPIE
$(UT_OUT)/openmp: UT_EXTRA = -fopenmp
$(UT_OUT)/topo: UT_LIBS = -lhwloc -lm
$(UT_OUT)/openmp $(UT_OUT)/topo: UT_FILTER = $(UT_NO_DLOPEN)
$(UT_OUT)/c_basic $(UT_OUT)/longjmp $(UT_OUT)/simd: UT_LIBS = -lm
# The programs that overrun or recurse on purpose.
$(UT_OUT)/exits: UT_EXTRA = -O1 -fno-optimize-sibling-calls

UT_LIB := $(wildcard $(UT_SRC)/lib/*.h)

$(USER_TESTS): $(UT_SRC)/tests.mk

$(UT_C): $(UT_OUT)/%: $(UT_SRC)/%.c $(UT_LIB)
	$(call say,TESTCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(UT_CC) $(UT_CFLAGS) $(UT_MODE) $(UT_EXTRA) -o $@ $< $(UT_LIBS) \
	    $(UT_FILTER)

$(UT_CXX_NAMES:%=$(UT_OUT)/%): $(UT_OUT)/%: $(UT_SRC)/%.cc $(UT_LIB)
	$(call say,TESTCXX,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(UT_CXX) $(UT_CXXFLAGS) -static -no-pie -o $@ $<

$(UT_F_NAMES:%=$(UT_OUT)/%): $(UT_OUT)/%: $(UT_SRC)/%.f90
	$(call say,TESTFC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(UT_FC) -std=f2008 -O2 -g -Wall -Wextra -Werror \
	    -Wno-compare-reals -fopenmp -static -J$(@D) -o $@ $< \
	    $(UT_FORTRAN_NEEDS) $(UT_NO_DLOPEN)

$(UT_OUT)/musl_hello: UT_MODE = -static -no-pie
# musl-gcc's own -static-pie asks for a loader: name the start files instead.
UT_MUSL_LIB := /usr/lib/x86_64-linux-musl
$(UT_OUT)/musl_pie_hello: UT_MODE = -static -fPIE -nostartfiles \
	-Wl,-pie,--no-dynamic-linker,-z,text $(UT_MUSL_LIB)/rcrt1.o \
	$(UT_MUSL_LIB)/crti.o $(UT_MUSL_LIB)/crtn.o
$(UT_MUSL:%=$(UT_OUT)/%): $(UT_OUT)/%: $(UT_SRC)/musl_hello.c
	$(call say,MUSLCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(UT_MUSL_CC) -std=gnu11 -O2 -g -D_GNU_SOURCE $(UT_CWARN) $(UT_MODE) \
	    -pthread -o $@ $<
