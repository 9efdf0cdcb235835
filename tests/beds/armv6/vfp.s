@ The float operations that Debian's armel calls libgcc for, by an ARM1176's own float unit: preloaded, so that matrix
@ products take the instructions that a Pi Zero's own system uses for them, and half the time.
@ as -o vfp.o vfp.s && ld -shared -o vfp.so vfp.o, both of arm-linux-gnueabi; what calls libgcc statically is not changed.
    .syntax unified
    .arch armv6
    .fpu vfpv2
    .arm
    .text

    .macro begin name
    .global \name
    .type \name, %function
\name:
    .endm

    .macro single name, operation
    begin \name
    vmov s0, r0
    vmov s1, r1
    \operation s0, s0, s1
    vmov r0, s0
    bx lr
    .endm

    .macro double name, operation
    begin \name
    vmov d0, r0, r1
    vmov d1, r2, r3
    \operation d0, d0, d1
    vmov r0, r1, d0
    bx lr
    .endm

    .macro compare_single name, condition
    begin \name
    vmov s0, r0
    vmov s1, r1
    vcmp.f32 s0, s1
    vmrs APSR_nzcv, fpscr
    mov r0, #0
    mov\condition r0, #1
    bx lr
    .endm

    .macro compare_double name, condition
    begin \name
    vmov d0, r0, r1
    vmov d1, r2, r3
    vcmp.f64 d0, d1
    vmrs APSR_nzcv, fpscr
    mov r0, #0
    mov\condition r0, #1
    bx lr
    .endm

    single __aeabi_fadd, vadd.f32
    single __aeabi_fsub, vsub.f32
    single __aeabi_fmul, vmul.f32
    single __aeabi_fdiv, vdiv.f32
    double __aeabi_dadd, vadd.f64
    double __aeabi_dsub, vsub.f64
    double __aeabi_dmul, vmul.f64
    double __aeabi_ddiv, vdiv.f64
    compare_single __aeabi_fcmpeq, eq
    compare_single __aeabi_fcmplt, mi
    compare_single __aeabi_fcmple, ls
    compare_single __aeabi_fcmpge, ge
    compare_single __aeabi_fcmpgt, gt
    compare_double __aeabi_dcmpeq, eq
    compare_double __aeabi_dcmplt, mi
    compare_double __aeabi_dcmple, ls
    compare_double __aeabi_dcmpge, ge
    compare_double __aeabi_dcmpgt, gt

    begin __aeabi_f2d
    vmov s0, r0
    vcvt.f64.f32 d0, s0
    vmov r0, r1, d0
    bx lr

    begin __aeabi_d2f
    vmov d0, r0, r1
    vcvt.f32.f64 s0, d0
    vmov r0, s0
    bx lr
