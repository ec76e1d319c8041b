! SPDX-License-Identifier: GPL-2.0-only
! tests/user/fortran.f90 - Fortran: formatted and unformatted I/O, arrays, OpenMP.
!
! Idea: prints `ok NAME` or `not ok NAME` as the C programs do, and the count.
module checks
  implicit none
  integer :: passed = 0, failed = 0
contains
  subroutine check(name, good)
    character(len=*), intent(in) :: name
    logical, intent(in) :: good
    if (good) then
      print '(a,a)', 'ok ', name
      passed = passed + 1
    else
      print '(a,a)', 'not ok ', name
      failed = failed + 1
    end if
  end subroutine check
end module checks

program fortran
  use checks
  use omp_lib
  use, intrinsic :: iso_fortran_env, only: int64, real64
  implicit none
  character(len=40) :: file
  integer :: unit, ios
  call scratch_name(file)

  call test_internal_io()
  call test_formatted_file()
  call test_unformatted_file()
  call test_missing_file()
  call test_arrays()
  call test_allocatable()
  call test_openmp_loop()
  call test_clock()
  print '(i0,a,i0,a)', passed, ' passed, ', failed, ' failed'
  if (failed > 0) stop 1
contains

  subroutine scratch_name(name)
    character(len=*), intent(out) :: name
    integer :: ticks
    call system_clock(ticks)
    write (name, '(a,i0)') '/tmp/kt-fortran-', ticks
    ! Where there is no /tmp, the working directory will do.
    open (newunit=unit, file=name, action='write', iostat=ios)
    if (ios /= 0) then
      write (name, '(a,i0)') 'kt-fortran-', ticks
    else
      close (unit, status='delete')
    end if
  end subroutine scratch_name

  subroutine test_internal_io()
    character(len=40) :: text
    integer :: i
    real(real64) :: x
    write (text, '(i5,1x,f8.3,1x,a)') 42, 3.14159_real64, 'abc'
    call check('test_fortran_internal_write', text == '   42    3.142 abc')
    read (text, *) i, x
    call check('test_fortran_internal_read', &
      i == 42 .and. abs(x - 3.142_real64) < 1e-12_real64)
    write (text, '(es12.4)') 12345.678_real64
    call check('test_fortran_exponent', adjustl(text) == '1.2346E+04')
  end subroutine test_internal_io

  subroutine test_formatted_file()
    integer :: i, k, total
    open (newunit=unit, file=file, status='replace', action='write')
    do i = 1, 1000
      write (unit, '(i0,1x,i0)') i, i*i
    end do
    close (unit)
    total = 0
    open (newunit=unit, file=file, status='old', action='read')
    do
      read (unit, *, iostat=ios) i, k
      if (ios /= 0) exit
      if (k == i*i) total = total + 1
    end do
    close (unit, status='delete')
    call check('test_fortran_formatted_file', total == 1000)
  end subroutine test_formatted_file

  subroutine test_unformatted_file()
    real(real64) :: a(1000), b(1000)
    integer :: i
    a = [(sqrt(real(i, real64)), i=1, 1000)]
    open (newunit=unit, file=file, form='unformatted', access='stream')
    write (unit) a
    rewind (unit)
    read (unit) b
    close (unit, status='delete')
    call check('test_fortran_unformatted_file', all(a == b))
  end subroutine test_unformatted_file

  subroutine test_missing_file()
    logical :: there
    open (newunit=unit, file='/kt-no-such/file', status='old', iostat=ios)
    call check('test_fortran_missing_file', ios /= 0)
    inquire (file='/kt-no-such/file', exist=there)
    call check('test_fortran_inquire', .not. there)
  end subroutine test_missing_file

  subroutine test_arrays()
    integer, parameter :: n = 60
    real(real64) :: a(n, n), b(n, n), c(n, n)
    integer :: i, k
    do k = 1, n
      do i = 1, n
        a(i, k) = i + k
        b(i, k) = merge(1, 0, i == k)
      end do
    end do
    c = matmul(a, b)
    call check('test_fortran_matmul', all(c == a))
    call check('test_fortran_reductions', &
      sum(a) == n*n*(n + 1) .and. maxval(a) == 2*n .and. &
      all(transpose(a) == a))
    call check('test_fortran_slices', &
      sum(a(1:n:2, 1)) + sum(a(2:n:2, 1)) == sum(a(:, 1)))
  end subroutine test_arrays

  subroutine test_allocatable()
    real(real64), allocatable :: big(:)
    integer :: stat
    allocate (big(4000000), stat=stat)
    call check('test_fortran_allocate', stat == 0)
    big = 1
    call check('test_fortran_big_sum', sum(big) == 4000000)
    deallocate (big)
    allocate (big(2_int64**46), stat=stat)
    call check('test_fortran_allocate_fails', stat /= 0)
  end subroutine test_allocatable

  subroutine test_openmp_loop()
    integer(int64) :: total
    integer :: i, threads
    total = 0
    threads = 0
    !$omp parallel do reduction(+:total) schedule(dynamic, 100)
    do i = 1, 100000
      total = total + i
    end do
    !$omp end parallel do
    call check('test_fortran_omp_reduction', total == 5000050000_int64)
    !$omp parallel num_threads(4) reduction(+:threads)
    threads = threads + 1
    !$omp end parallel
    call check('test_fortran_omp_threads', threads == 4)
  end subroutine test_openmp_loop

  subroutine test_clock()
    integer(int64) :: a, b, rate
    real(real64) :: t
    call system_clock(a, rate)
    call system_clock(b)
    call cpu_time(t)
    call check('test_fortran_clock', b >= a .and. rate > 0 .and. t >= 0)
    call check('test_fortran_omp_wtime', omp_get_wtime() > 0)
  end subroutine test_clock
end program fortran
