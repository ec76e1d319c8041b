/* SPDX-License-Identifier: GPL-2.0-only */
/* core/cmdline.c - split the boot line and hand each argument to its owner.
 *
 * Words are separated by blanks; double quotes keep blanks in a value; "--"
 * ends the kernel's part. The kernel never fails on an argument.
 */
#include "core/cmdline.h"
#include "base/str.h"
#include "core/log.h"

#define WORD_MAX 256

extern const struct cmdline_param __cmdline_start[], __cmdline_end[];

static char text[4096];

const char *
cmdline_text(void)
{
	return text;
}

/* One word from *at on into word; false at the end. A word may be empty (""),
 * too long ones are cut; both are then unknown or malformed, so reported. */
static bool
next_word(const char **at, char *word)
{
	const char *s = *at;
	bool quoted = false;
	size_t n = 0;

	while (*s == ' ' || *s == '\t' || *s == '\n')
		s++;
	if (!*s)
		return false;
	for (; *s && (quoted || (*s != ' ' && *s != '\t' && *s != '\n')); s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (n < WORD_MAX - 1)
			word[n++] = *s;
	}
	word[n] = 0;
	*at = s;
	return true;
}

static void
apply(char *word)
{
	char *value = strchr(word, '=');

	if (value)
		*value++ = 0;
	for (const struct cmdline_param *p = __cmdline_start; p < __cmdline_end;
	     p++) {
		if (strcmp(p->name, word))
			continue;
		if (p->set(value))
			log_warn("argument %s=%s is malformed, not used: %s",
			    word, value ? value : "", p->help);
		return;
	}
	/* What boot loaders add by themselves. */
	if (!strcmp(word, "BOOT_IMAGE") || !strcmp(word, "auto"))
		return;
	log_warn("argument %s is unknown, not used", word);
}

void
cmdline_parse(const char *line)
{
	char word[WORD_MAX];
	const char *at = text;

	(void)strscpy(text, line, sizeof(text));
	while (next_word(&at, word) && strcmp(word, "--"))
		apply(word);
}
