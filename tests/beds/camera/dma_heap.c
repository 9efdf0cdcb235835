/* Preloaded into the camera room's programs, whose kernel may have no dma-heap: opening one gives an
 * anonymous file, allocating from it gives another, and synchronising such a buffer does nothing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef int (*open_function)(const char *, int, ...);
typedef int (*ioctl_function)(int, unsigned long, ...);

static int open_or_heap(const char *name, const char *path, int flags, unsigned int mode)
{
	if (path && !strncmp(path, "/dev/dma_heap/", 14))
		return memfd_create("heap", MFD_CLOEXEC);
	open_function next = (open_function)dlsym(RTLD_NEXT, name);
	return next(path, flags, mode);
}

static unsigned int mode_of(int flags, va_list rest)
{
	int creates = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
	return creates ? va_arg(rest, unsigned int) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	unsigned int mode = mode_of(flags, rest);
	va_end(rest);
	return open_or_heap("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	unsigned int mode = mode_of(flags, rest);
	va_end(rest);
	return open_or_heap("open64", path, flags, mode);
}

/* What glibc's fortified headers call instead. */
int __open_2(const char *path, int flags)
{
	return open_or_heap("open", path, flags, 0);
}

int __open64_2(const char *path, int flags)
{
	return open_or_heap("open64", path, flags, 0);
}

static int allocate(struct dma_heap_allocation_data *request)
{
	int buffer = memfd_create("buffer", MFD_CLOEXEC);
	if (buffer < 0 || ftruncate(buffer, request->len) < 0)
		return -1;
	request->fd = buffer;
	return 0;
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list rest;
	va_start(rest, request);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	switch ((unsigned int)request) {	/* callers may have sign-extended it */
	case DMA_HEAP_IOCTL_ALLOC:
		return allocate(argument);
	case DMA_BUF_IOCTL_SYNC:
	case (unsigned int)DMA_BUF_SET_NAME_A:
	case (unsigned int)DMA_BUF_SET_NAME_B:
		return 0;
	}
	ioctl_function next = (ioctl_function)dlsym(RTLD_NEXT, "ioctl");
	return next(fd, request, argument);
}
