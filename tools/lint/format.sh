# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/format.sh - C sources are as clang-format would write them.
. tools/lint/files.sh

lint_files '*.c' '*.h' '*.cc' | xargs -P 2 -n 40 sh -c '
	clang-format --dry-run -Werror "$@" 2>&1 | awk -F: "
		/ error: / && !seen[\$1]++ {
			all = all \$1 \":\" \$2 \": clang-format -i wanted\n\"
		}
		END { printf \"%s\", all; exit all != \"\" }"' format
