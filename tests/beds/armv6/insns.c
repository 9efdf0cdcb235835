/* A plugin for qemu-arm: counts the guest's instructions into a file of 8 bytes that the guest may map and read.
 * gcc -O2 -shared -fPIC -o insns.so insns.c; qemu-arm -plugin insns.so,into=PATH ...
 * Debian ships no qemu-plugin.h, so that what is used of its API (version 1, QEMU 4.2 and later) is declared here.
 * The count is raised at the start of each block of code, so that it is exact to a few instructions. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
enum { ADD_U64 = 0 };
typedef void (*translated_callback)(qemu_plugin_id_t, struct qemu_plugin_tb *);
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, translated_callback);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *, int operation, void *counter, uint64_t value);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t *counter;

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_inline(block, ADD_U64, counter, qemu_plugin_tb_n_insns(block));
}

static void *map(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
    if (file < 0 || ftruncate(file, sizeof *counter)) return MAP_FAILED;
    void *shared = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return shared;
}

__attribute__((visibility("default"))) int qemu_plugin_install(
    qemu_plugin_id_t id, const void *machine, int count, char **arguments) {
    (void)machine;
    if (count != 1 || strncmp(arguments[0], "into=", 5) || (counter = map(arguments[0] + 5)) == MAP_FAILED) {
        fprintf(stderr, "insns: needs into=PATH, a file that can be written\n");
        return -1;
    }
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
