# SPDX-License-Identifier: GPL-2.0-only
# mk/goals.mk - what a person asks for: run, test, bench, iso, install, ...

all: kernel user tools

.PHONY: run test test-quick test-apps bench iso lint install clean distclean \
    help

# The bundled conjugate-gradient program on 4 processors.
CPUS ?= 4
PROGRAM ?= $(UB)/cg
ARGS ?=
run: all
	./kitten run -c $(CPUS) $(PROGRAM) $(ARGS)

test: all host-tests user-tests
	$(Q)CC='$(CC)' tests/run-tests.sh

test-quick: host-tests
	$(Q)CC='$(CC)' tests/run-tests.sh host lint

test-apps: all
	$(Q)CC='$(CC)' tests/run-tests.sh apps

lint: $(GEN)/syscalls.md
	$(Q)CC='$(CC)' tests/run-tests.sh lint
test test-quick: $(GEN)/syscalls.md

bench: all
	$(Q)tools/bench/bench.sh $(BENCH_ARGS)

IMAGE ?= $(BUILD)/kitten.iso
iso: all
	./kitten iso $(PROGRAM) $(ARGS) -o $(IMAGE)

PREFIX ?= /usr/local
INSTALLED := $(DESTDIR)$(PREFIX)
install: all
	install -d $(INSTALLED)/bin $(INSTALLED)/lib/kitten/programs
	install -m 755 $(TB)/kitten $(INSTALLED)/bin/kitten
	install -m 644 $(BUILD)/kitten.bzImage $(KITTEN_ELF) \
	    $(INSTALLED)/lib/kitten/
	install -m 755 $(UB)/init $(INSTALLED)/lib/kitten/init
	install -m 755 $(filter-out $(UB)/init,$(USER_APPS)) \
	    $(INSTALLED)/lib/kitten/programs/
	for page in $(wildcard docs/man/*.1); do \
	    install -D -m 644 $$page $(INSTALLED)/share/man/man1/$${page##*/}; \
	done

# The Debian kernel that bench fetched stays: it is not ours to make again.
clean:
	rm -rf $(filter-out $(BUILD)/bench,$(wildcard $(BUILD)/*)) \
	    $(if $(filter build,$(BUILD)),kitten)

distclean:
	rm -rf $(BUILD) kitten .config .config.old

help:
	@sed -n 's/^#H //p' mk/goals.mk

#H make                build everything: kernel, programs, ./kitten
#H make run            run the conjugate-gradient program on Kitten
#H                     (CPUS=4 PROGRAM=build/user/cg ARGS=)
#H make test           every test; the last line counts them
#H make test-quick     unit tests and lint only
#H make test-apps      outside programs on Kitten
#H make bench          Kitten's figures beside Debian's kernel
#H make iso            build/kitten.iso boots PROGRAM on a PC
#H make menuconfig     choose options (.config); make defconfig: back to none
#H make docs           write the generated pages of docs/ anew
#H make install        into PREFIX (/usr/local); DESTDIR is put in front
#H make clean          remove what was built; make distclean: all of it
#H
#H V=1 shows commands; CC=clang takes the other compiler; -j N uses N
#H processors; EXTRA_CFLAGS adds flags.
#H Parts: kernel user tools host-tests user-tests lint.
