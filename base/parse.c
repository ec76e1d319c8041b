/* SPDX-License-Identifier: BSD-2-Clause */
/* base/parse.c - numbers, sizes and lists from text. */
#include "base/parse.h"
#include "base/bitmap.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* A number at *s, which moves to the first character behind it. */
static int
scan_u64(const char **s, uint64_t *v)
{
	const char *p = *s;
	unsigned int base = 10, d;
	uint64_t n = 0;

	if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) {
		base = 16;
		p += 2;
	}
	if ((unsigned int)digit_of(*p) >= base)
		return ERR(EINVAL);
	for (; (d = (unsigned int)digit_of(*p)) < base; p++) {
		if (n > (UINT64_MAX - d) / base)
			return ERR(ERANGE);
		n = n * base + d;
	}
	*s = p;
	*v = n;
	return 0;
}

int
parse_u64(const char *s, uint64_t *v)
{
	uint64_t n;
	int err = scan_u64(&s, &n);

	if (err)
		return err;
	if (*s)
		return ERR(EINVAL);
	*v = n;
	return 0;
}

int
parse_size(const char *s, uint64_t *v)
{
	static const char suffixes[] = "KMGT";
	unsigned int shift = 0;
	const char *at;
	uint64_t n;
	int err = scan_u64(&s, &n);

	if (err)
		return err;
	if (*s) {
		/* Upper case; what this does to others is no suffix. */
		at = strchr(suffixes, *s & ~0x20);
		if (!(*s & 0x40) || !at || !*at || s[1])
			return ERR(EINVAL);
		shift = 10 * (unsigned int)(at - suffixes + 1);
	}
	if (n > UINT64_MAX >> shift)
		return ERR(ERANGE);
	*v = n << shift;
	return 0;
}

int
parse_cpulist(const char *s, unsigned long *map, unsigned int nbits)
{
	uint64_t first, last;
	int err;

	bitmap_zero(map, nbits);
	while (*s) {
		err = scan_u64(&s, &first);
		if (err)
			return err;
		last = first;
		if (*s == '-') {
			s++;
			err = scan_u64(&s, &last);
			if (err)
				return err;
		}
		if (last < first)
			return ERR(EINVAL);
		if (last >= nbits)
			return ERR(ERANGE);
		bitmap_set_range(
		    map, (unsigned int)first, (unsigned int)(last - first + 1));
		if (!*s)
			return 0;
		if (*s++ != ',' || !*s)
			return ERR(EINVAL);
	}
	return 0;
}

int
fmt_cpulist(char *buf, size_t n, const unsigned long *map, unsigned int nbits)
{
	unsigned int first, end;
	size_t len = 0;
	char none;

	if (n)
		buf[0] = 0;
	for (first = bitmap_first(map, nbits); first < nbits;
	     first = bitmap_next(map, nbits, end)) {
		size_t left = len < n ? n - len : 0;
		char *at = left ? buf + len : &none;
		const char *comma = len ? "," : "";

		end = bitmap_next_zero(map, nbits, first);
		if (end - first == 1)
			len += (size_t)fmt_sn(at, left, "%s%u", comma, first);
		else
			len += (size_t)fmt_sn(
			    at, left, "%s%u-%u", comma, first, end - 1);
	}
	return (int)len;
}

int
parse_bool(const char *s, bool *v)
{
	static const char *const yes[] = { "1", "y", "yes", "on", "true" };
	static const char *const no[] = { "0", "n", "no", "off", "false" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(yes); i++) {
		if (!strcmp(s, yes[i]))
			*v = true;
		else if (!strcmp(s, no[i]))
			*v = false;
		else
			continue;
		return 0;
	}
	return ERR(EINVAL);
}
