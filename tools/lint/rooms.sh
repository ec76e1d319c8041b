# SPDX-License-Identifier: GPL-2.0-only
# tools/lint/rooms.sh - a room includes only what lies below it.
#
# base, hw, uapi depend on nothing; palacios on base, hw, uapi/palacios; kernel
# on base, hw, uapi; hosts/X on X and palacios/include. In kernel:
# abi > proc > fs, 9p, net > drivers > sched > mm > core, sync > arch, where
# arch and core know each other: core/ has the portable half of what arch does.
# An x_priv.h is for its own folder and those in it. tools/lint/rooms.allow lists the exceptions, one
# `file header` on a line; folder/* is all files there, a header * any header.
# An exception that no file needs any more is a complaint too.
. tools/lint/files.sh

lint_files '*.[chS]' | xargs grep -HnE '^[ 	]*#[ 	]*include[ 	]*"' | awk '
function complain(why) {
	for (a in allow) {
		split(a, w, " ")
		if (!index(w[1], "*") ? w[1] != file : \
		    index(file, substr(w[1], 1, length(w[1]) - 1)) != 1)
			continue
		if (w[2] == inc || w[2] == "*") {
			used[a]
			return
		}
	}
	print file ":" line ": " why
	bad = 1
}
BEGIN {
	split("arch 0 core 1 sync 1 mm 2 sched 3 drivers 4 fs 5 9p 5 net 5 " \
	    "proc 6 abi 7", r, " ")
	for (i = 1; i in r; i += 2)
		rank[r[i]] = r[i + 1]
	below["base"] = "base"
	below["hw"] = "hw base"
	below["uapi"] = "uapi base"
	below["palacios"] = "palacios base hw uapi"
	below["user"] = "user base uapi"
	while ((getline text <"tools/lint/rooms.allow") > 0) {
		split(text, w, " ")
		if (text !~ /^#/ && w[1] != "")
			allow[w[1] " " w[2]]
	}
}
{
	split($0, part, ":")
	file = part[1]
	line = part[2]
	split($0, quoted, "\"")
	inc = quoted[2]
	n = split(file, dir, "/")
	room = dir[1]
	split(inc, to, "/")
	if (inc ~ /_priv\.h$/ && inc ~ /\//) {
		folder = file
		sub(/\/[^\/]*$/, "", folder)
		theirs = inc
		sub(/\/[^\/]*$/, "", theirs)
		if (folder !~ ("(^|/)" theirs "(/|$)"))
			complain(inc " is for its own folder")
	}
	if (room == "kernel") {
		if (to[1] == "palacios" || to[1] == "hosts" || to[1] == "user") {
			complain("kernel does not know " to[1])
		} else if (to[1] in rank && dir[2] in rank) {
			# arch and core are one level
			from = dir[2] == "arch" ? 1 : rank[dir[2]]
			if (rank[to[1]] > from)
				complain(dir[2] " includes " inc ", of a higher room")
			else if (rank[to[1]] == from && from > 1 && to[1] != dir[2])
				complain(dir[2] " includes " inc ", of a room beside it")
		}
	} else if (room in below && inc ~ /\//) {
		if ((" " below[room] " ") !~ (" " to[1] " ") && \
		    to[1] ~ /^(base|hw|uapi|kernel|palacios|hosts|tools|arch|core|mm|abi|proc|fs|drivers|sched|sync)$/)
			complain(room " includes " inc)
	}
}
END {
	for (a in allow)
		if (!(a in used)) {
			print "tools/lint/rooms.allow: not needed: " a
			bad = 1
		}
	exit bad
}'
