# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/headers.sh - each header compiles alone, with its room's flags (as
# the build last used them, build/flags). So does what is included by path.
. tools/lint/files.sh

kernel=$(sed 's/^://' build/flags/kernel) || exit 1
compiler=${kernel%% *}
hosted="$compiler -std=gnu11 -Wall -Wextra -Werror -Wundef -D_GNU_SOURCE="

lint_files '*.h' | while read -r header; do
	case $header in
	kernel/*) flags=$kernel ;;
	base/* | hw/* | uapi/*) flags=$kernel ;;
	user/*) flags="$hosted -Ibuild/inc/user -Iuser/lib -Iuser/apps" ;;
	tools/*) flags="$hosted -Ibuild/inc/base -I${header%/*}" ;;
	tests/host/kernel/*) continue ;; # they stand in for the kernel in tests
	tests/user/*) flags="$hosted -Itests/user" ;;
	tests/*) flags="$hosted -Ibuild/inc/kernel -Ikernel -Itests/host" ;;
	*) continue ;;
	esac
	echo "$flags -fsyntax-only -x c -include $header /dev/null"
done | xargs -P 4 -I{} sh -c '{} || exit 1'
