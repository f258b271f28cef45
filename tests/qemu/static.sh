#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: static.sh [PATTERN]
# Checks that need no guest; one result line each.
. "$(dirname "$0")/common.sh"

KSRC=$VSW_CACHE/linux-source-6.12
CHECKPATCH=$KSRC/scripts/checkpatch.pl
# FILE_PATH_CHANGES: wants an entry in the kernel's MAINTAINERS.
# CONFIG_DESCRIPTION, NOT_UNIFIED_DIFF: about patches, these are files.
KERNEL_IGNORE=FILE_PATH_CHANGES,CONFIG_DESCRIPTION,NOT_UNIFIED_DIFF
# A list for an X-macro is no value, and each expansion uses the columns that
# it needs; the same goes for designated initialisers made by one.
XMACRO_IGNORE=$KERNEL_IGNORE,COMPLEX_MACRO,MACRO_ARG_UNUSED,MACRO_ARG_REUSE
XMACRO_IGNORE+=,BRACKET_SPACE
# Tracepoints have a layout of their own, here as in include/trace/events.
TRACE_IGNORE=$XMACRO_IGNORE,OPEN_ENDED_LINE,PARENTHESIS_ALIGNMENT
# Rules that make sense only inside the kernel:
# STRCPY: there is no strscpy in the C library.
# PREFER_KERNEL_TYPES: there is no u16 in user space.
# VOLATILE: volatile sig_atomic_t is what C asks of a signal handler.
# EMBEDDED_FUNCTION_NAME: "usage: ..." in a function that is called usage().
# NAKED_SSCANF, SSCANF_TO_KSTRTO: there is no kstrto*.
USER_IGNORE=$KERNEL_IGNORE,STRCPY,PREFER_KERNEL_TYPES,VOLATILE
USER_IGNORE+=,EMBEDDED_FUNCTION_NAME,NAKED_SSCANF,SSCANF_TO_KSTRTO
# A fuzzer's entry has the name that it has, and the kernel's macros are as the
# kernel's.
FUZZ_IGNORE=$USER_IGNORE,CAMELCASE,MACRO_ARG_UNUSED,MACRO_ARG_REUSE
pattern=${1:-}

# Run one check; what it prints is shown only when it fails.
verdict() {
	local name="static: $1" out
	shift

	[[ $name == *"$pattern"* ]] || return 0
	if out=$("$@" 2>&1); then
		echo "ok - $name"
	else
		printf '%s\n' "$out" | head -n 60 | sed 's/^/#   /'
		echo "not ok - $name"
	fi
}

files() {
	git -C "$VSW_TOP" ls-files -co --exclude-standard -- "$@"
}

# Generated C is judged by its generator.
checkpatch() {
	local ignore=$1 list
	shift

	mapfile -t list < <(files "$@" | grep -v '_gen\.[ch]$')
	[ "${#list[@]}" != 0 ] || { echo "no files: $*"; return 1; }
	(cd "$VSW_TOP" && perl "$CHECKPATCH" --no-tree --strict --terse \
		--no-summary --ignore "$ignore" -f "${list[@]}")
}

shell_scripts() {
	local file

	files | while read -r file; do
		if head -n 3 "$VSW_TOP/$file" 2>/dev/null |
		   grep -aqE '^#!.*\b(ba)?sh\b|shellcheck shell='; then
			echo "$file"
		fi
	done
}

shell_lint() {
	local list

	mapfile -t list < <(shell_scripts)
	(cd "$VSW_TOP" && shellcheck -x -P SCRIPTDIR "${list[@]}")
}

tools_build() {
	make -s -C "$VSW_TOP/tools"
}

man_lint() {
	mandoc -T lint -W warning "$VSW_TOP/tools/man/vsw.8"
}

# First, because who boots a guest builds them, too, if they are not.
verdict "tool builds without warnings" tools_build
verdict "guest programs build without warnings" "$QEMU_DIR/build-guest.sh"
verdict "checkpatch, module" checkpatch "$KERNEL_IGNORE" \
	'kmod/*.[ch]' 'kunit/*.[ch]' 'compat-include/*.h' 'bench/probe/*.[ch]' \
	':!kmod/drop.[ch]' ':!kmod/trace.h'
verdict "checkpatch, drop reasons" checkpatch "$XMACRO_IGNORE" 'kmod/drop.[ch]'
verdict "checkpatch, tracepoints" checkpatch "$TRACE_IGNORE" 'kmod/trace.h'
# tests/user/kernel.h makes the very things that are to be used instead.
verdict "checkpatch, user space" checkpatch "$USER_IGNORE" \
	'tools/*.[ch]' 'tests/guest/*.[ch]' 'bench/cache/*.c'
verdict "checkpatch, fuzzer" checkpatch "$FUZZ_IGNORE" 'tests/fuzz/*.[ch]'
verdict "shellcheck" shell_lint
verdict "man page" man_lint
for script in "$VSW_TOP"/tests/*-check.sh; do
	verdict "$(basename "$script" -check.sh)" "$script" "$KSRC"
done
