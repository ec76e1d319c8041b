# SPDX-License-Identifier: GPL-2.0-only
# tests/apps/apps.mk - builds the drivers of outside libraries.
#
# Idea: every program is static and goes to build/apps/NAME; its libraries are
# those of Debian's -dev packages, group `apps` of deps/packages.txt. From the
# root of the tree: make -k -f tests/apps/apps.mk

A_SRC := tests/apps
A_OUT := build/apps
A_CC ?= gcc
A_CXX ?= g++
A_FC ?= gfortran
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-7s %s\n' $(1) $(2))

A_LIB := /usr/lib/x86_64-linux-gnu
A_WARN := -Wall -Wextra -Werror -Wshadow
A_FLAGS := -O2 -g $(A_WARN) -static -pthread
# libgfortran.a names the thread functions weakly: without these a static
# program calls address 0 (on Linux as well).
A_FORTRAN_NEEDS := $(foreach f,cond_broadcast cond_destroy cond_init cond_wait \
	create getspecific join key_create key_delete mutex_destroy mutex_init \
	mutex_lock mutex_trylock mutex_unlock self setspecific once,\
	-Wl,-u,pthread_$(f))
# Several libraries mention dlopen and the name services, of which ld warns.
A_FILTER = 2>$@.err; s=$$?; grep -vE "in statically linked|: in function" \
	$@.err; rm -f $@.err; exit $$s

APPS := blas_pthread blas_openmp blas_netlib fft_threads fft_omp science sql \
	pack big parallel kernels hello go \
	mpi lstopo
.PHONY: apps
apps: $(APPS:%=$(A_OUT)/%)

A_GFORTRAN := $(A_FORTRAN_NEEDS) -lgfortran -lquadmath -lm
$(A_OUT)/blas_pthread: A_LIBS = $(A_LIB)/openblas-pthread/libopenblas.a \
	$(A_GFORTRAN)
$(A_OUT)/blas_openmp: A_LIBS = $(A_LIB)/openblas-openmp/libopenblas.a \
	$(A_GFORTRAN) -fopenmp
$(A_OUT)/blas_netlib: A_LIBS = $(A_LIB)/lapack/liblapack.a \
	$(A_LIB)/blas/libblas.a $(A_GFORTRAN)
$(A_OUT)/fft_threads: A_LIBS = -lfftw3_threads -lfftw3 -lm
$(A_OUT)/fft_omp: A_LIBS = -lfftw3_omp -lfftw3 -lm -fopenmp
$(A_OUT)/science: A_LIBS = -lgsl -lgslcblas -lm
$(A_OUT)/sql: A_LIBS = -lsqlite3 -lz -lm -ldl
$(A_OUT)/pack: A_LIBS = -lz -lzstd -llz4 -llzma
$(A_OUT)/big: A_LIBS = -lmpfr -lgmp

# UCX registers its settings in constructors, which need the whole archives.
$(A_OUT)/mpi: A_LIBS = -I/usr/include/x86_64-linux-gnu/mpich \
	-Wl,--start-group -Wl,--whole-archive -lucs -luct -lucp -lucm \
	-Wl,--no-whole-archive -lmpich -lhwloc -lnuma -Wl,--end-group -lm

$(A_OUT)/blas_%: $(A_SRC)/blas.c $(A_SRC)/apps.mk
	$(call say,APPCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(A_CC) -std=gnu11 $(A_FLAGS) -o $@ $< $(A_LIBS) $(A_FILTER)

$(A_OUT)/fft_%: $(A_SRC)/fft.c $(A_SRC)/apps.mk
	$(call say,APPCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(A_CC) -std=gnu11 $(A_FLAGS) -o $@ $< $(A_LIBS) $(A_FILTER)

$(A_OUT)/%: $(A_SRC)/%.c $(A_SRC)/apps.mk
	$(call say,APPCC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(A_CC) -std=gnu11 $(A_FLAGS) -o $@ $< $(A_LIBS) $(A_FILTER)

$(A_OUT)/%: $(A_SRC)/%.cc $(A_SRC)/apps.mk
	$(call say,APPCXX,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(A_CXX) -std=gnu++20 $(A_FLAGS) -D_GLIBCXX_PARALLEL -fopenmp \
	    -o $@ $< $(A_FILTER)

$(A_OUT)/%: $(A_SRC)/%.f90 $(A_SRC)/apps.mk
	$(call say,APPFC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(A_FC) -std=f2008 -O2 -g -Wall -Wextra -Werror \
	    -Wno-compare-reals -fopenmp -static -o $@ $< $(A_FORTRAN_NEEDS) \
	    $(A_FILTER)

# Go keeps its own cache of compiled packages.
$(A_OUT)/go: $(A_SRC)/go.go $(A_SRC)/apps.mk
	$(call say,APPGO,$@)
	$(Q)mkdir -p $(@D)
	$(Q)CGO_ENABLED=0 GO111MODULE=off GOFLAGS= GOCACHE=$(CURDIR)/$(A_OUT)/go-cache \
	    go build -trimpath -o $@ $<

# hwloc's own program, which Debian has with shared libraries only.
A_HWLOC := $(A_OUT)/src/hwloc
A_HWLOC_WITHOUT := shared cairo libxml2 io opencl cuda nvml rsmi levelzero gl \
	libudev plugin-dlopen
$(A_OUT)/lstopo: deps/source.sh
	$(call say,APPMAKE,$@)
	$(Q)deps/source.sh hwloc $(A_HWLOC) >$@.log 2>&1 && cd $(A_HWLOC) && \
	    { ./configure --enable-static $(A_HWLOC_WITHOUT:%=--disable-%) && \
	    $(MAKE) -C hwloc && $(MAKE) -C utils/hwloc libutils_common.la && \
	    $(MAKE) -C utils/lstopo LDFLAGS=-all-static LIBS='-lm -ltinfo' \
	    lstopo-no-graphics; } >>$(CURDIR)/$@.log 2>&1 || \
	    { tail -n 5 $(CURDIR)/$@.log; exit 1; }
	$(Q)cp $(A_HWLOC)/utils/lstopo/lstopo-no-graphics $@
