using System.Runtime.InteropServices;

namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

/// <summary>What no namespace divides, for example the kernel's keyrings, is closed to isolated commands.</summary>
public sealed class KernelChannelTests(IsolatedComputer computer) : IClassFixture<IsolatedComputer>
{
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    // Prints "<errno>" of each system call, or "done" where the kernel made it.
    private const string Call = """perl -e 'my ($n, @a) = map { /^-?\d+$/ ? $_ + 0 : $_ } @ARGV; my $r = syscall($n, @a); print $r == -1 ? $! + 0 : "done", "\n"' --""";

    [FactWithBubblewrap("perl")]
    public async Task A_key_can_be_neither_stored_nor_found_nor_read()
    {
        var (addKey, requestKey, keyctl) = IsArm ? (217, 218, 219) : (248, 249, 250);

        var seen = await computer.PrintedAsync($"""
            {Call} {addKey} user flapjack-test secret 6 -4
            {Call} {addKey} user flapjack-test secret 6 -3
            {Call} {requestKey} user flapjack-test 0 0
            {Call} {keyctl} 10 -4 user flapjack-test 0
            {Call} {keyctl} 1 0
            {Call} {keyctl} 0 -3 0
            """);

        seen.Should().Be(string.Concat(Enumerable.Repeat("1\n", 6)), "each is refused with EPERM");
    }

    [FactWithBubblewrap("perl")]
    public async Task The_same_calls_work_without_the_filter()
    {
        // Else the test above would pass on a kernel without keyrings, whatever the filter does.
        await using var open = await Api.TestBackend.StartAsync();
        var keyctl = IsArm ? 219 : 250;

        var seen = await open.RunAsync(await open.CreateReadyAgentAsync(), $"{Call} {keyctl} 0 -3 0");

        seen.Stdout.Should().Be("done\n");
    }

    [FactWithBubblewrap("perl")]
    public async Task The_kernels_log_its_counters_its_programs_and_its_rings_are_refused()
    {
        int[] calls = IsArm ? [116, 241, 280, 425, 426, 427] : [103, 298, 321, 425, 426, 427];

        var seen = await computer.PrintedAsync(string.Join('\n', calls.Select(number => $"{Call} {number} 10 0 0 0 0 0")));

        seen.Should().Be(string.Concat(calls.Select(_ => "1\n")), "each is refused with EPERM");
    }

    [FactWithBubblewrap("perl")]
    public async Task Only_sockets_that_a_network_namespace_holds_can_be_opened()
    {
        var socket = IsArm ? 198 : 41;
        int[] open = [1, 2, 10, 16];
        // AF_ALG, AF_VSOCK, AF_BLUETOOTH, AF_TIPC, AF_PACKET, and numbers that nobody has.
        int[] closed = [38, 40, 31, 30, 17, 45, 255];

        var seen = await computer.PrintedAsync(string.Join('\n', open.Concat(closed).Select(family => $"{Call} {socket} {family} {(family == 16 ? 3 : 1)} 0")));

        seen.Should().Be(string.Concat(open.Select(_ => "done\n").Concat(closed.Select(_ => "97\n"))), "the others are refused with EAFNOSUPPORT");
    }

    [FactWithBubblewrap("perl")]
    public async Task A_pair_of_sockets_is_held_to_the_same_families()
    {
        var pair = IsArm ? 199 : 53;
        // AF_TIPC has pairs that talk to others as well; AF_VSOCK, AF_PACKET and AF_SMC have none, but the attempt loads their module.
        int[] closed = [30, 40, 17, 43];

        var seen = await computer.PrintedAsync(string.Join('\n', closed.Prepend(1).Select(family => $"perl -e 'my $two = pack(\"ii\", 0, 0); my $r = syscall({pair}, {family}, 1, 0, $two); print $r == -1 ? $! + 0 : \"done\", \"\\n\"'")));

        seen.Should().Be("done\n97\n97\n97\n97\n");
    }

    [FactWithBubblewrap("perl")]
    public async Task A_number_or_a_family_with_bits_that_the_kernel_ignores_changes_nothing()
    {
        var (keyctl, socket) = IsArm ? (219L, 198) : (250L, 41);

        var seen = await computer.PrintedAsync($"{Call} {(0x5EADL << 32) + keyctl} 0 -3 0; {Call} {socket} {(1L << 32) + 40} 1 0; {Call} {socket} {(40L << 32) + 1} 1 0");

        seen.Should().Be("1\n97\ndone\n");
    }

    [FactWithBubblewrap("unshare")]
    public async Task A_user_namespace_of_its_own_opens_no_call_and_no_list_of_keys()
    {
        var keyctl = IsArm ? 219 : 250;
        await File.WriteAllTextAsync(Path.Combine(computer.Home, "call"), $"{Call} {keyctl} 0 -3 0");

        var seen = await computer.PrintedAsync("""
            unshare --user bash ~/call
            unshare --user --mount --pid --fork bash -c 'mkdir -p /tmp/proc; mount -t proc proc /tmp/proc; umount /proc/keys; cat /tmp/proc/keys /proc/keys' 2>/dev/null; true
            """);

        seen.Should().Be("1\n");
    }

    [FactWithBubblewrap("cc", NeedsX64 = true)]
    public async Task A_tracer_can_not_put_a_refused_call_in_place_of_another_not_even_in_process_1()
    {
        var ran = await computer.RunAsync("""
            cat >trace.c <<'X'
            #include <stdio.h>
            #include <sys/ptrace.h>
            #include <sys/wait.h>
            #include <sys/user.h>
            int main(void) {
                struct user_regs_struct before, now;
                if (ptrace(PTRACE_ATTACH, 1, 0, 0)) { puts("-1"); return 0; }
                waitpid(1, 0, __WALL);
                ptrace(PTRACE_GETREGS, 1, 0, &before);
                now = before;
                now.rip -= 2; now.rax = 250; now.orig_rax = -1; now.rdi = 0; now.rsi = -3; now.rdx = 0;
                ptrace(PTRACE_SETREGS, 1, 0, &now);
                ptrace(PTRACE_SINGLESTEP, 1, 0, 0);
                waitpid(1, 0, __WALL);
                ptrace(PTRACE_GETREGS, 1, 0, &now);
                printf("%lld\n", (long long)now.rax);
                ptrace(PTRACE_SETREGS, 1, 0, &before);
                ptrace(PTRACE_DETACH, 1, 0, 0);
                return 0;
            }
            X
            cc -o trace trace.c && ./trace
            """);

        ran.Stdout.Should().Be("-1\n", ran.Stderr);
    }

    [FactWithBubblewrap("perl")]
    public async Task Shared_memory_and_abstract_sockets_of_one_command_are_not_there_for_another()
    {
        await using var alone = await IsolatedComputer.StartAsync(options => options.AllowNetwork = false);
        var shmget = IsArm ? 194 : 29;

        var made = await alone.PrintedAsync($$"""
            {{Call}} {{shmget}} 4660 4096 1023 >/dev/null; echo secret >/dev/shm/shared
            perl -MSocket -e 'socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, pack_sockaddr_un("\0flapjack-test")) or die; listen($s, 1); sleep 1000' & disown
            until grep -q flapjack-test /proc/net/unix; do :; done
            """);
        var seen = await alone.PrintedAsync($"ls -A /dev/shm; {Call} {shmget} 4660 4096 0; grep -c flapjack-test /proc/net/unix; true");

        made.Should().BeEmpty();
        seen.Should().Be("2\n0\n", "there is no such segment, and no such socket");
    }

    [FactWithBubblewrap("perl")]
    public async Task A_command_finds_no_open_descriptor_but_the_usual_three()
    {
        var seen = await computer.PrintedAsync("ls /proc/$$/fd | tr '\\n' ' '; ls -l /proc/1/fd | grep -cE 'filter|/flapjack-'; true");

        seen.Should().Be("0 1 2 0\n", "the status descriptor and the filter are bubblewrap's");
    }

    [FactWithBubblewrap("perl", NeedsX64 = true)]
    public async Task Calls_under_the_numbers_of_x32_are_not_there()
    {
        var seen = await computer.PrintedAsync($"{Call} {0x40000000 + 250} 0 -3 0; {Call} {0x40000000 + 39}");

        seen.Should().Be("38\n38\n");
    }

    [FactWithBubblewrap("cc", NeedsX64 = true)]
    public async Task Calls_under_the_numbers_of_32_bits_are_not_there()
    {
        // keyctl is call 288 of 32-bit programs, which a program of 64 bits can make as well; getpid, call 20, shows that it is not that number alone.
        var ran = await computer.RunAsync("""
            cat >old.c <<'X'
            #include <stdio.h>
            static int call(int number) { int result; __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(0), "c"(-3), "d"(0) : "memory"); return result; }
            int main(void) { printf("%d %d\n", call(288), call(20)); return 0; }
            X
            cc -o old old.c && ./old
            """);

        // A kernel that was built without those numbers ends such a program by a signal.
        (ran.ExitCode == 139 ? "-38 -38\n" : ran.Stdout).Should().Be("-38 -38\n", ran.Stderr);
    }

    [FactWithBubblewrap("perl")]
    public async Task The_filter_stays_with_every_program_that_a_command_starts()
    {
        var keyctl = IsArm ? 219 : 250;

        var seen = await computer.PrintedAsync($"setsid bash -c '(exec env -i /usr/bin/{Call.Replace("'", "'\\''", StringComparison.Ordinal)} {keyctl} 0 -3 0)'; grep Seccomp: /proc/self/status");

        seen.Should().Be("1\nSeccomp:\t2\n");
    }

    [FactWithBubblewrap]
    public async Task The_kernels_lists_of_keys_are_empty()
    {
        File.Exists("/proc/keys").Should().BeTrue("so that there is something to hide");

        var seen = await computer.PrintedAsync("cat /proc/keys /proc/key-users; for f in kmsg kcore timer_list; do [ -c /proc/$f ] || [ ! -e /proc/$f ] || echo $f; done");

        seen.Should().BeEmpty();
    }
}
