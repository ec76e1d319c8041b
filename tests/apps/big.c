/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tests/apps/big.c - GMP and MPFR: pi twice, a Mersenne prime, factorials.
 */
#include <gmp.h>
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 20000 };

/* Machin's formula in integers: the arc tangent of 1/x, scaled by ONE. */
static void
arctan(mpz_t sum, unsigned x, const mpz_t one)
{
	mpz_t term, part;
	unsigned n;

	mpz_inits(term, part, NULL);
	mpz_fdiv_q_ui(term, one, x);
	mpz_set(sum, term);
	for (n = 3; mpz_sgn(term) != 0; n += 2) {
		mpz_fdiv_q_ui(term, term, x * x);
		mpz_fdiv_q_ui(part, term, n);
		if (n & 2)
			mpz_sub(sum, sum, part);
		else
			mpz_add(sum, sum, part);
	}
	mpz_clears(term, part, NULL);
}

static char *
pi_by_machin(void)
{
	mpz_t one, a, b;
	char *s;

	mpz_inits(one, a, b, NULL);
	mpz_ui_pow_ui(one, 10, DIGITS + 10);
	arctan(a, 5, one);
	arctan(b, 239, one);
	mpz_mul_ui(a, a, 16);
	mpz_submul_ui(a, b, 4);
	s = mpz_get_str(NULL, 10, a);
	mpz_clears(one, a, b, NULL);
	return s;
}

static char *
pi_by_mpfr(void)
{
	mpfr_exp_t exponent;
	mpfr_t x;
	char *s;

	mpfr_init2(x, DIGITS * 10 / 3 + 100);
	mpfr_const_pi(x, MPFR_RNDN);
	s = mpfr_get_str(NULL, &exponent, 10, DIGITS + 10, x, MPFR_RNDZ);
	mpfr_clear(x);
	return s;
}

int
main(void)
{
	char *a = pi_by_machin(), *b = pi_by_mpfr();
	mpz_t n, m;
	mpfr_t x, y;

	printf("pi: %s, ends in %.20s\n",
	    strncmp(a, b, DIGITS) == 0 ? "the same" : "DIFFERENT",
	    a + DIGITS - 20);
	mpz_inits(n, m, NULL);
	mpz_ui_pow_ui(n, 2, 2203);
	mpz_sub_ui(n, n, 1);
	printf("2^2203-1: %s\n", mpz_probab_prime_p(n, 15) ? "prime" : "not");
	mpz_fac_ui(n, 20000);
	mpz_fac_ui(m, 19999);
	mpz_divexact(n, n, m);
	gmp_printf("20000!/19999! = %Zd\n", n);
	mpfr_inits2(1000, x, y, NULL);
	mpfr_set_ui(x, 2, MPFR_RNDN);
	mpfr_log(y, x, MPFR_RNDN);
	mpfr_exp(y, y, MPFR_RNDN);
	mpfr_sub(x, x, y, MPFR_RNDN);
	printf("exp(log 2) - 2: %s\n",
	    mpfr_zero_p(x) || mpfr_get_exp(x) < -990 ? "small" : "LARGE");
	mpfr_printf("gamma(1/3) = %.60Rf\n",
	    (mpfr_set_ui(x, 1, MPFR_RNDN), mpfr_div_ui(x, x, 3, MPFR_RNDN),
		mpfr_gamma(x, x, MPFR_RNDN), x));
	mpfr_clears(x, y, NULL);
	mpz_clears(n, m, NULL);
	mpfr_free_cache();
	free(a);
	mpfr_free_str(b);
	return 0;
}
