# SPDX-License-Identifier: GPL-2.0
# The module itself is described in Kbuild, the tool in tools/Makefile; this
# file is for people. `make help` lists what there is.

KVER ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KVER)/build
PREFIX ?= /usr/local
DESTDIR ?=
INSTALL ?= install

LAB := tests/qemu
MODDIR = $(DESTDIR)/lib/modules/$(KREL)/updates

all: module tool

# The running kernel's headers, or a word about what is missing. A build box
# or container often runs a kernel that has none: the newest Debian 6.12 that
# is installed is then a sensible thing to compile against.
ifeq ($(wildcard $(KDIR)/Makefile),)
  FOUND := $(lastword $(shell find /lib/modules -mindepth 2 -maxdepth 2 \
	-name build -path '*/6.12.*' 2>/dev/null | sort -V))
  ifeq ($(origin KDIR)$(origin KVER),filefile)
    ifneq ($(wildcard $(FOUND)/Makefile),)
      KDIR := $(FOUND)
      KNOTE = @echo "no headers for $(KVER): building for $(KDIR)"
    endif
  endif
endif
# The release that the headers are for, which a cross build's KVER is not.
KREL = $(or $(shell $(MAKE) -s --no-print-directory -C $(KDIR) kernelrelease 2>/dev/null),$(KVER))

module:
	$(KNOTE)
	@test -e $(KDIR)/Makefile || { \
	  echo "error: no kernel headers in $(KDIR)"; \
	  echo "install linux-headers-$(KVER), or name them: make KDIR=..."; \
	  exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tool:
	$(MAKE) -C tools

# modprobe finds the module only where the kernel runs that it was built for.
install: all
	$(MAKE) -C tools install PREFIX=$(PREFIX) INSTALL="$(INSTALL)" \
		DESTDIR=$(if $(DESTDIR),$(abspath $(DESTDIR)))
	$(INSTALL) -D -m 644 vsw.ko $(MODDIR)/vsw.ko
	$(if $(DESTDIR),,depmod $(KREL))
	$(if $(DESTDIR),,@[ $(KREL) = "$$(uname -r)" ] || \
		echo "note: the module is for $(KREL), not for the running kernel")

# Kbuild's own clean needs headers, which may be gone by now.
clean:
	-$(MAKE) -C tools clean
	find . -path ./build -prune -o -path ./.git -prune -o \
		\( -name '*.o' -o -name '*.ko' -o -name '*.mod' -o \
		-name '*.mod.c' -o -name '.*.cmd' -o -name '*.symvers' -o \
		-name 'modules.order' -o -name '.checkpatch-camelcase.*' \) \
		-exec rm -f {} +
	rm -rf build

deps:
	$(LAB)/deps.sh

check:
	@K="$(K)" T="$(T)" $(LAB)/check.sh

fuzz:
	$(LAB)/deps.sh
	tests/fuzz/run.sh guard $(or $(F),-max_total_time=600)
	tests/fuzz/run.sh rule $(or $(F),-max_total_time=600)

demo:
	@tests/demo.sh

shell:
	@H="$(H)" tests/demo.sh shell

bench:
	$(LAB)/deps.sh gnuplot-nox valgrind
	bench/run.sh $(S)

help:
	@echo "make            build vsw.ko (KDIR=...) and tools/vsw"
	@echo "make install    install both (DESTDIR=, PREFIX=)"
	@echo "make clean      remove what was built"
	@echo "make demo       two hosts and the outside world in QEMU"
	@echo "make shell      the same lab, left running, with prompts (H=a|b|outside)"
	@echo "make check      all tests (K=6.12|6.1|debug, T=part of a test's name)"
	@echo "make fuzz       frames and rules made up for ten minutes each (F=-max_total_time=3600)"
	@echo "make bench      measurements beside Open vSwitch and the bridge (S=part)"
	@echo "make deps       install what the above need (the lab does it by itself)"

.PHONY: all module tool install clean deps check fuzz demo shell bench help
