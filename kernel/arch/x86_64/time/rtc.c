/* SPDX-License-Identifier: GPL-2.0-only */
/* arch/x86_64/time/rtc.c - read the battery clock, which is taken to be UTC.
 *
 * Limits: years 1970 to 2069; seconds only.
 */
#include "hw/rtc.h"
#include "arch/io.h"
#include "arch/tsc.h"
#include "arch/x86_64/time/time_priv.h"
#include "base/str.h"

struct rtc {
	uint8_t sec, min, hour, day, month, year;
};

static uint8_t
cmos(uint8_t reg)
{
	io_out8(RTC_INDEX, reg);
	return io_in8(RTC_DATA);
}

static void
read_once(struct rtc *r)
{
	r->sec = cmos(RTC_SECONDS);
	r->min = cmos(RTC_MINUTES);
	r->hour = cmos(RTC_HOURS);
	r->day = cmos(RTC_DAY);
	r->month = cmos(RTC_MONTH);
	r->year = cmos(RTC_YEAR);
}

static uint8_t
from_bcd(uint8_t v)
{
	return (uint8_t)((v >> 4) * 10 + (v & 15));
}

/* Days from 1970-01-01: the years are counted from March, so that the leap day
 * is the last of a year, and in cycles of 400 years (146,097 days). */
static uint64_t
days_of(unsigned int year, unsigned int month, unsigned int day)
{
	unsigned int y = month > 2 ? year : year - 1;
	unsigned int m = month > 2 ? month - 3 : month + 9;
	uint64_t days = (uint64_t)y * 365 + y / 4 - y / 100 + y / 400;

	/* 719468: from 0000-03-01 to 1970-01-01. */
	return days + (153 * m + 2) / 5 + day - 1 - 719468;
}

uint64_t
rtc_read(void)
{
	struct rtc r, again;
	uint8_t b, hour;
	int tries;

	/* An update lasts 2 ms at most (MC146818A); about 1 us a read. */
	for (tries = 0; tries < 2500; tries++) {
		if (!(cmos(RTC_STATUS_A) & RTC_A_UPDATING))
			break;
	}
	read_once(&r);
	for (tries = 0; tries < 4; tries++) {
		read_once(&again);
		if (!memcmp(&r, &again, sizeof(r)))
			break;
		r = again;
	}
	b = cmos(RTC_STATUS_B);
	hour = r.hour & (uint8_t)~RTC_HOUR_PM;
	if (!(b & RTC_B_BINARY)) {
		r.sec = from_bcd(r.sec);
		r.min = from_bcd(r.min);
		hour = from_bcd(hour);
		r.day = from_bcd(r.day);
		r.month = from_bcd(r.month);
		r.year = from_bcd(r.year);
	}
	if (!(b & RTC_B_24H))
		hour = (uint8_t)(hour % 12 + (r.hour & RTC_HOUR_PM ? 12 : 0));
	if (r.sec > 59 || r.min > 59 || hour > 23 || r.day < 1 || r.day > 31 ||
	    r.month < 1 || r.month > 12 || r.year > 99)
		return 0;
	return days_of((r.year < 70 ? 2000u : 1900u) + r.year, r.month, r.day) *
		   86400 +
	       hour * 3600u + r.min * 60u + r.sec;
}
