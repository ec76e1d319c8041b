! SPDX-License-Identifier: GPL-2.0-only
! tests/apps/kernels.f90 - OpenMP in Fortran: loops, reductions, tasks,
! sections, a stencil, files of both kinds.
program kernels
  use omp_lib
  implicit none
  integer, parameter :: n = 400
  real(8), allocatable :: a(:,:), b(:,:), c(:,:)
  real(8) :: total, change
  integer :: i, j, step, found, unit
  integer(8) :: fib

  allocate(a(n,n), b(n,n), c(n,n))
  !$omp parallel do private(i)
  do j = 1, n
    do i = 1, n
      a(i,j) = real(i + j, 8) / n
      b(i,j) = merge(1d0, 0d0, i == j)
    end do
  end do
  c = matmul(a, b)
  total = 0
  !$omp parallel do reduction(+:total) schedule(dynamic, 7)
  do j = 1, n
    total = total + sum(abs(a(:,j) - c(:,j)))
  end do
  print '(a,f8.4)', 'matmul ', total

  a = 0
  a(1,:) = 100
  do step = 1, 50
    change = 0
    !$omp parallel do reduction(max:change) collapse(2)
    do j = 2, n - 1
      do i = 2, n - 1
        b(i,j) = (a(i-1,j) + a(i+1,j) + a(i,j-1) + a(i,j+1)) / 4
        change = max(change, abs(b(i,j) - a(i,j)))
      end do
    end do
    !$omp parallel workshare
    a(2:n-1,2:n-1) = b(2:n-1,2:n-1)
    !$omp end parallel workshare
  end do
  print '(a,f12.8,f12.8)', 'stencil ', change, a(5,n/2)

  !$omp parallel
  !$omp single
  call fibonacci(18, fib)
  !$omp end single
  !$omp end parallel
  print '(a,i0)', 'tasks ', fib

  found = 0
  !$omp parallel sections reduction(+:found)
  !$omp section
  found = found + 1
  !$omp section
  found = found + 10
  !$omp section
  found = found + 100
  !$omp end parallel sections
  print '(a,i0)', 'sections ', found

  open(newunit=unit, file='/tmp/kernels.bin', form='unformatted', &
       access='stream', status='replace')
  write(unit) a
  rewind(unit)
  read(unit) b
  close(unit, status='delete')
  print '(a,l1)', 'file ', all(a == b)
  open(newunit=unit, status='scratch', form='formatted')
  write(unit, '(3es20.12)') a(1:3,1)
  rewind(unit)
  read(unit, *) b(1:3,1)
  close(unit)
  print '(a,3f8.3)', 'scratch ', b(1:3,1)
  print '(a,l1)', 'threads ', omp_get_max_threads() >= 1
contains
  recursive subroutine fibonacci(k, f)
    integer, intent(in) :: k
    integer(8), intent(out) :: f
    integer(8) :: x, y
    if (k < 2) then
      f = k
      return
    end if
    !$omp task shared(x) if(k > 10)
    call fibonacci(k - 1, x)
    !$omp end task
    !$omp task shared(y) if(k > 10)
    call fibonacci(k - 2, y)
    !$omp end task
    !$omp taskwait
    f = x + y
  end subroutine fibonacci
end program kernels
