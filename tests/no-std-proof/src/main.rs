//! Every PDU and both roles of a session on a machine without `std`, without an allocator and
//! without a C library: exits 0 if every result is right, else with the number of the step that
//! went wrong.
//!
//! With feature `no-panic` it links only if no panic is left in it: see check.sh.
#![no_std]
#![no_main]
#![deny(unsafe_code)]

#[cfg(feature = "std")]
extern crate std;

mod message;
mod pdus;
mod print;
mod session;
mod times;
mod tlvs;
mod wire;

use core::panic::PanicInfo;

/// A step that went wrong; its number is the exit status.
#[derive(Clone, Copy)]
pub struct Step(pub u8);

fn run() -> Result<(), Step> {
    pdus::run()?;
    tlvs::run()?;
    times::run()?;
    print::run()?;
    message::run()?;
    session::run()
}

/// A panic that is reached only by an octet that no test sends: what the linker is to find.
#[cfg(feature = "planted")]
pub fn planted(octets: &[u8]) -> u8 {
    octets[17]
}

#[cfg(not(feature = "no-panic"))]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    machine::exit(101)
}

#[cfg(feature = "no-panic")]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    machine::a_panic_is_left()
}

/// All that is unsafe: how a process begins and ends on Linux, and what the compiler takes from a
/// C library.
#[expect(unsafe_code, reason = "a process begins and ends outside of Rust")]
mod machine {
    use core::arch::{asm, global_asm};

    // The kernel jumps here with the arguments on the stack and no return address. The ABI wants
    // the stack aligned to 16 octets before a call.
    global_asm!(
        ".globl _start",
        "_start:",
        "xor ebp, ebp",
        "and rsp, -16",
        "call {start}",
        "ud2",
        start = sym start,
    );

    extern "C" fn start() -> ! {
        exit(match super::run() {
            Ok(()) => 0,
            Err(step) => step.0,
        })
    }

    pub fn exit(status: u8) -> ! {
        // SAFETY: system call 60 is `exit`, takes the status in `edi` and does not return.
        unsafe {
            asm!(
                "syscall",
                in("eax") 60,
                in("edi") u32::from(status),
                options(noreturn, nostack),
            )
        }
    }

    /// The compiled `core` names it in its tables; nothing unwinds here, so nothing calls it.
    #[unsafe(no_mangle)]
    extern "C" fn rust_eh_personality() {}

    /// # Safety
    /// As the C library's: `octets` octets are readable at `from` and writable at `to`, and do not
    /// overlap.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, octets: usize) -> *mut u8 {
        // SAFETY: copies exactly those octets, upwards: the ABI has the direction flag clear.
        unsafe {
            asm!(
                "rep movsb",
                inout("rcx") octets => _,
                inout("rdi") to => _,
                inout("rsi") from => _,
                options(nostack, preserves_flags),
            );
        }
        to
    }

    /// # Safety
    /// As the C library's: `octets` octets are writable at `to`.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn memset(to: *mut u8, value: i32, octets: usize) -> *mut u8 {
        // SAFETY: writes exactly those octets, upwards: the ABI has the direction flag clear.
        unsafe {
            asm!(
                "rep stosb",
                inout("rcx") octets => _,
                inout("rdi") to => _,
                in("eax") value,
                options(nostack, preserves_flags),
            );
        }
        to
    }

    /// # Safety
    /// As the C library's: `octets` octets are readable at `left` and at `right`.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, octets: usize) -> i32 {
        let difference: i32;
        // SAFETY: reads those octets until two differ; with none to read, `repe` does nothing and
        // the flags are those of the comparison before it, which are "equal".
        unsafe {
            asm!(
                "xor eax, eax",
                "repe cmpsb",
                "seta al",
                "setb cl",
                "movzx ecx, cl",
                "sub eax, ecx",
                out("eax") difference,
                inout("rcx") octets => _,
                inout("rsi") left => _,
                inout("rdi") right => _,
                options(nostack),
            );
        }
        difference
    }

    /// # Safety
    /// As [`memcmp`].
    #[unsafe(no_mangle)]
    unsafe extern "C" fn bcmp(left: *const u8, right: *const u8, octets: usize) -> i32 {
        // SAFETY: the caller's promise is the same.
        unsafe { memcmp(left, right, octets) }
    }

    #[cfg(feature = "no-panic")]
    pub fn a_panic_is_left() -> ! {
        unsafe extern "C" {
            safe fn a_panic_path_is_left_in_this_build() -> !;
        }
        a_panic_path_is_left_in_this_build()
    }
}
