/* SPDX-License-Identifier: BSD-2-Clause */
/* base/fmt.c - formatted text into a buffer.
 *
 * Idea: every conversion ends as three pieces - prefix (sign, 0x), zeros, body
 * - that one function pads to the width.
 */
#include "base/fmt.h"
#include "base/str.h"

struct out {
	char *buf;
	size_t size;
	size_t len; /* of the whole text, whether it fits or not */
};

struct spec {
	bool left, zero, alt, plus, space;
	int width;
	int prec;  /* -1: none given */
	char size; /* 'H' hh, 'h', 0, 'l' (also ll z t j) */
};

static void
put(struct out *o, char c)
{
	if (o->len + 1 < o->size)
		o->buf[o->len] = c;
	o->len++;
}

static void
put_many(struct out *o, char c, int n)
{
	for (; n > 0; n--)
		put(o, c);
}

static void
put_field(struct out *o, const struct spec *s, const char *prefix, int zeros,
    const char *body, int n)
{
	int used = (int)strlen(prefix) + zeros + n;

	if (!s->left)
		put_many(o, ' ', s->width - used);
	for (; *prefix; prefix++)
		put(o, *prefix);
	put_many(o, '0', zeros);
	for (int i = 0; i < n; i++)
		put(o, body[i]);
	if (s->left)
		put_many(o, ' ', s->width - used);
}

/* Digits of v, ending at end; returns where they start. 0 has no digits. */
static char *
digits(char *end, uint64_t v, unsigned int base, bool upper)
{
	const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	for (; v; v /= base)
		*--end = set[v % base];
	return end;
}

static void
put_number(struct out *o, const struct spec *s, uint64_t v, const char *prefix,
    unsigned int base, bool upper)
{
	char tmp[24];
	char *p = digits(tmp + sizeof(tmp), v, base, upper);
	int n = (int)(tmp + sizeof(tmp) - p);
	int zeros = 0;

	if (s->prec >= 0)
		zeros = s->prec - n;
	else if (s->zero && !s->left)
		zeros = s->width - (int)strlen(prefix) - n;
	if (s->prec < 0 && !n && zeros < 1)
		zeros = 1; /* the number 0 */
	if (s->alt && base == 8 && zeros < 1)
		zeros = 1;
	put_field(o, s, prefix, MAX(zeros, 0), p, n);
}

static void
put_signed(struct out *o, const struct spec *s, int64_t v)
{
	const char *prefix = v < 0 ? "-" : s->plus ? "+" : s->space ? " " : "";

	put_number(o, s, v < 0 ? -(uint64_t)v : (uint64_t)v, prefix, 10, false);
}

static void
put_string(struct out *o, const struct spec *s, const char *str)
{
	size_t max = s->prec < 0 ? INT32_MAX : (size_t)s->prec;

	if (!str) /* as the C library: all of it or nothing */
		str = max >= 6 ? "(null)" : "";
	put_field(o, s, "", 0, str, (int)strnlen(str, max));
}

static int64_t
get_signed(const struct spec *s, va_list *ap)
{
	if (s->size == 'l')
		return va_arg(*ap, long);
	if (s->size == 'h')
		return (short)va_arg(*ap, int);
	if (s->size == 'H')
		return (signed char)va_arg(*ap, int);
	return va_arg(*ap, int);
}

static uint64_t
get_unsigned(const struct spec *s, va_list *ap)
{
	if (s->size == 'l')
		return va_arg(*ap, unsigned long);
	if (s->size == 'h')
		return (unsigned short)va_arg(*ap, unsigned int);
	if (s->size == 'H')
		return (unsigned char)va_arg(*ap, unsigned int);
	return va_arg(*ap, unsigned int);
}

static const char *
parse_flags(const char *f, struct spec *s)
{
	for (;; f++) {
		if (*f == '-')
			s->left = true;
		else if (*f == '0')
			s->zero = true;
		else if (*f == '#')
			s->alt = true;
		else if (*f == '+')
			s->plus = true;
		else if (*f == ' ')
			s->space = true;
		else
			return f;
	}
}

static const char *
parse_number(const char *f, int *v, va_list *ap)
{
	if (*f == '*') {
		*v = va_arg(*ap, int);
		return f + 1;
	}
	for (*v = 0; *f >= '0' && *f <= '9'; f++)
		*v = *v < 100000 ? *v * 10 + (*f - '0') : *v;
	return f;
}

/* Everything between % and the conversion letter. */
static const char *
parse_spec(const char *f, struct spec *s, va_list *ap)
{
	*s = (struct spec){ .prec = -1 };
	f = parse_flags(f, s);
	f = parse_number(f, &s->width, ap);
	if (s->width < 0) {
		s->left = true;
		s->width = -s->width;
	}
	if (*f == '.')
		f = parse_number(f + 1, &s->prec, ap);
	if (s->prec < 0)
		s->prec = -1;
	if (*f == 'h') {
		s->size = f[1] == 'h' ? 'H' : 'h';
		f += f[1] == 'h' ? 2 : 1;
	} else if (*f == 'l' || *f == 'z' || *f == 't' || *f == 'j') {
		s->size = 'l'; /* all of 64 bits */
		f += f[0] == 'l' && f[1] == 'l' ? 2 : 1;
	}
	return f;
}

static void
put_pointer(struct out *o, struct spec *s, uintptr_t v)
{
	if (v)
		put_number(o, s, v, "0x", 16, false);
	else
		put_field(o, s, "", 0, "(nil)", 5);
}

/* One conversion; false if the letter is unknown. */
static bool
convert(struct out *o, struct spec *s, char letter, va_list *ap)
{
	uint64_t v;
	char c;

	switch (letter) {
	case 'd':
	case 'i':
		put_signed(o, s, get_signed(s, ap));
		return true;
	case 'u':
		put_number(o, s, get_unsigned(s, ap), "", 10, false);
		return true;
	case 'o':
		put_number(o, s, get_unsigned(s, ap), "", 8, false);
		return true;
	case 'x':
	case 'X':
		v = get_unsigned(s, ap);
		put_number(o, s, v,
		    !s->alt || !v   ? ""
		    : letter == 'x' ? "0x"
				    : "0X",
		    16, letter == 'X');
		return true;
	case 'p':
		put_pointer(o, s, (uintptr_t)va_arg(*ap, void *));
		return true;
	case 'c':
		c = (char)va_arg(*ap, int);
		put_field(o, s, "", 0, &c, 1);
		return true;
	case 's':
		put_string(o, s, va_arg(*ap, const char *));
		return true;
	case '%':
		put(o, '%');
		return true;
	default:
		return false;
	}
}

int
fmt_vsn(char *buf, size_t n, const char *f, va_list args)
{
	struct out o = { buf, n, 0 };
	struct spec s;
	const char *start;
	va_list ap;

	va_copy(ap, args);
	while (*f) {
		if (*f != '%') {
			put(&o, *f++);
			continue;
		}
		start = f;
		f = parse_spec(f + 1, &s, &ap);
		if (*f && convert(&o, &s, *f, &ap)) {
			f++;
			continue;
		}
		for (; start < f; start++)
			put(&o, *start);
	}
	va_end(ap);
	if (n)
		buf[MIN(o.len, n - 1)] = 0;
	return (int)o.len;
}

int
fmt_sn(char *buf, size_t n, const char *f, ...)
{
	va_list ap;
	int len;

	va_start(ap, f);
	len = fmt_vsn(buf, n, f, ap);
	va_end(ap);
	return len;
}
