# SPDX-License-Identifier: GPL-2.0
#
# Everything starts here: "make" says what there is.
#
# Settings, on the command line:
#   KERNELS="A B"   kernels to build for and test on (all installed ones)
#   TESTS="A B"     tests that check and check-debug run (all)
#   KERNEL=A        kernel of demo and shell (the newest installed one)
#   DEPS=no         do not look for missing Debian packages
#   FUZZ=SECONDS    how long fuzz goes on (600)
#   PREFIX DESTDIR  where install puts things (/usr/local, nothing)

MAKEFLAGS += --no-print-directory
PREFIX ?= /usr/local
export PREFIX DESTDIR

VM := selftests/vm
BUILD := $(CURDIR)/build
VERSION := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)
MODSRC = $(DESTDIR)/usr/src/dsmip-$(VERSION)

# Not expanded before it is needed: "deps" may have installed the kernels.
KERNELS ?= $(shell $(VM)/kernels.sh)
KERNEL ?= $(shell $(VM)/kernels.sh -n)
FUZZ ?= 600

# All processors, unless the user has said otherwise.
ifeq ($(filter -j%,$(MAKEFLAGS)),)
JOBS = -j$(shell nproc)
endif

.DEFAULT_GOAL := help
# One target after the other; what they call uses all processors.
.NOTPARALLEL:
.PHONY: help deps modules tools all demo demo-v4 check check-debug bench fuzz coverage \
	lint shell ynl install uninstall clean deps-build deps-test deps-debug \
	deps-lint deps-bench module-debug unit-tests bench-tools

help: ## what you are reading
	@echo "dsmip $(VERSION): dual-stack Mobile IP tunnels"
	@echo
	@sed -n 's/^\([a-z0-9-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | \
		awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo
	@echo "Settings:"
	@sed -n 's/^#   \([A-Z].*\)/  \1/p' Makefile

deps: deps-build deps-test ## install the Debian packages that are missing

deps-build deps-test deps-debug deps-lint deps-bench:
ifneq ($(DEPS),no)
	@$(VM)/deps.sh $(@:deps-%=%)
endif

modules: deps-build deps-test ## build dsmip.ko for every installed kernel, into build/KERNEL/
	+@set -e; for kernel in $(KERNELS); do \
		echo "  MODULE  build/$$kernel/dsmip.ko"; \
		$(VM)/module.sh $$kernel $(JOBS); \
	done

module-debug: deps-build deps-test deps-debug
	+@$(VM)/debug-kernel.sh build >/dev/null
	@echo "  MODULE  dsmip.ko for the debug kernel"
	+@$(VM)/module.sh debug $(JOBS)

tools: deps-build ## build the programs, into build/
	@$(MAKE) $(JOBS) -C ctl O=$(BUILD) all

unit-tests: tools deps-test
	@$(MAKE) $(JOBS) -C ctl O=$(BUILD) tests

all: modules tools ## both

demo: tools ## see it work: home agent, NAT and mobile node in a virtual machine
	@$(MAKE) modules KERNELS="$(KERNEL)"
	@$(VM)/run.sh -k $(KERNEL) selftests/demo.sh

demo-v4: tools ## the same of Mobile IPv4: home agent, NAT, foreign agent, mobile node
	@$(MAKE) modules KERNELS="$(KERNEL)"
	@$(VM)/run.sh -k $(KERNEL) selftests/demo-v4.sh

check: modules unit-tests bench-tools ## run all tests on every installed kernel
	@$(VM)/check.sh $(KERNELS:%=--kernel %) $(TESTS)

check-debug: module-debug unit-tests ## run them on a kernel with KASAN, lockdep, kmemleak
	@$(VM)/check.sh --debug $(TESTS)

fuzz: unit-tests ## fuzz the codecs for FUZZ seconds each, into build/fuzz/corpus/
	@build/tests/ctl-fuzz $(FUZZ) build/fuzz/corpus

bench-tools: tools
	@$(MAKE) $(JOBS) -C selftests/bench O=$(BUILD)

bench: modules bench-tools deps-bench ## measure instructions per packet against the kernel's own tunnels
	@selftests/bench/bench.sh $(KERNELS:%=-k %)

coverage: ## which requirements have a test that names them
	@selftests/coverage.py

lint: deps-build deps-test deps-lint ## checkpatch, sparse, kernel-doc, cppcheck, shellcheck, ...
	@selftests/lint.sh

shell: tools ## a prompt in a virtual machine with the demo's network
	@$(MAKE) modules KERNELS="$(KERNEL)"
	@$(VM)/shell.sh $(KERNEL)

ynl: deps-lint ## renew what is generated from the netlink specification
	@selftests/ynl.sh gen

install: tools ## install the tools, and the module's source for DKMS
	@$(MAKE) -C ctl O=$(BUILD) install
	install -d $(MODSRC)
	cp -r Kbuild kmod uapi dkms.conf $(MODSRC)/
	@echo "Now: dkms install dsmip/$(VERSION)"

uninstall: ## undo that
	@$(MAKE) -C ctl O=$(BUILD) uninstall
	rm -rf $(MODSRC)

clean: ## remove build/
	rm -rf build
