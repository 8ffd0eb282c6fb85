using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ExecOutputTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Theory]
    [InlineData(@"printf 'a\xffb\xc3'", "a\uFFFDb\uFFFD")]
    [InlineData(@"printf '\xf0\x9f\xa5'", "\uFFFD")]
    [InlineData(@"printf '\xed\xa0\x80.'", "\uFFFD\uFFFD\uFFFD.")]
    [InlineData(@"printf 'a\0b\x01\x7f\x1b'", "a\0b\u0001\u007F\u001B")]
    [InlineData(@"printf '\r\n\r \x0b\x0c'", "\r\n\r \u000B\u000C")]
    [InlineData("printf '\"\\\\</script>&'", "\"\\</script>&")]
    [InlineData("printf '\u2028\u2029\u0085\uFEFF'", "\u2028\u2029\u0085\uFEFF")]
    [InlineData("printf 'data: x\\n\\nevent: exit\\n\\n'", "data: x\n\nevent: exit\n\n")]
    public async Task Whatever_bytes_a_command_writes_the_frames_stay_JSON(string command, string text)
    {
        var ran = await computer.RunAsync(command);

        ran.Stdout.Should().Be(text);
        ran.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Random_bytes_break_nothing()
    {
        var ran = await computer.RunAsync("head -c 300000 /dev/urandom; echo; echo end");

        ran.Stdout.Should().EndWith("\nend\n");
        ran.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_character_written_byte_by_byte_is_never_cut()
    {
        // Between two bytes it gives the backend time to see each by itself; behind each character it waits until that was read.
        using var stream = await computer.ExecAsync($$"""
            slowly() { for b; do printf "$b"; read -t 0.02 <> <(:); done; }
            slowly '\xc3' '\xa9'; {{ComputerFixture.WaitAt("slow1")}}
            slowly '\xe2' '\x82' '\xac'; {{ComputerFixture.WaitAt("slow2")}}
            slowly '\xf0' '\x9f' '\xa5' '\x9e'; {{ComputerFixture.WaitAt("slow3")}}
            printf '\xe2\x82'; exit
            """);

        var chunks = new List<string>();
        await stream.ReadUntilAsync(frame =>
        {
            if (frame.Event == "stdout")
            {
                chunks.Add(frame.Chunk);
                computer.Open($"slow{chunks.Count}");
            }

            return frame.Event == "exit";
        });

        chunks.Should().Equal("é", "€", "🥞", "\uFFFD");
    }

    [Fact]
    public async Task A_flood_of_characters_is_cut_between_them()
    {
        var ran = await computer.RunAsync("for i in $(seq 20000); do printf 'aé€🥞'; done");

        ran.Stdout.Should().Be(string.Concat(Enumerable.Repeat("aé€🥞", 20_000)));
    }

    [Fact]
    public async Task Fifty_megabytes_arrive_whole()
    {
        using var stream = await computer.ExecAsync("seq 6388888");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;

        await stream.ReadUntilAsync(frame =>
        {
            if (frame.Event == "stdout")
            {
                var bytes = Encoding.UTF8.GetBytes(frame.Chunk);
                count += bytes.Length;
                hash.AppendData(bytes);
            }

            return frame.Event == "exit";
        });

        count.Should().Be(50_000_000);
        Convert.ToHexStringLower(hash.GetHashAndReset()).Should().Be((await computer.RunAsync("seq 6388888 | sha256sum")).Stdout[..64]);
    }

    // In memory, where a connection holds a known number of bytes: how much a socket holds, and how fast one that was full comes back to
    // life, is the kernel's business.
    [Fact]
    public async Task A_reader_who_stops_stops_the_command_and_one_who_goes_on_lets_it_go_on()
    {
        using var memory = computer.Backend.MemoryClient();
        using var stream = await TestBackend.ExecAsync(memory, computer.AgentId, "echo $$ >~/yes; exec yes", ",\"timeoutSec\":3600");
        await stream.ReadFrameAsync();
        var execId = (await stream.ReadFrameAsync())!.Data.GetProperty("execId").GetString()!;
        var journals = new DirectoryInfo(Path.GetFullPath(Path.Combine(computer.Home, "../../../journals")));
        var journal = () => journals.GetFiles(execId + ".*").Sum(file => file.Length);

        await HasSettledAsync(journal);
        var length = journal();
        for (var read = 0L; read < 2 * length;)
        {
            read += (await stream.ReadFrameAsync())!.Text.Length;
        }

        length.Should().BeLessThan(1_500_000, "one megabyte, and what lies in the connection");
        HostProcesses.IsAlive(computer.ProcessesIn("yes")[0]).Should().BeTrue();
        stream.Dispose();
        await HostProcesses.EndAsync(computer.ProcessesIn("yes"));
    }

    [Fact]
    public async Task Output_and_exit_code_of_a_command_that_ended_long_ago_wait_for_a_slow_reader()
    {
        using var stream = await computer.ExecAsync("seq 100000; echo $$ >~/slow; exit 7");
        await stream.ReadFrameAsync();
        await Eventually.HoldsAsync(() => File.Exists(Path.Combine(computer.Home, "slow")), "the command runs on to its end");
        await HostProcesses.EndAsync(computer.ProcessesIn("slow"));

        var ran = new ExecOutcome(await stream.ReadFramesAsync());

        ran.Stdout.Should().EndWith("99999\n100000\n");
        ran.ExitCode.Should().Be(7);
    }

    [Fact]
    public async Task The_last_words_of_a_helper_are_heard()
    {
        // It is there before the shell says anything, and needs to start nothing to say its own: the shell's end leaves it little time.
        var ran = await computer.RunAsync("""
            exec > >(: >~/helper; while read -r word; do words+="said: $word;"; done; echo "$words")
            until [ -e ~/helper ]; do sleep 0.01; done
            echo one; echo two
            """);

        ran.Stdout.Should().Be("said: one;said: two;\n");
    }

    [Fact]
    public async Task Journals_are_gone_when_nobody_needs_them()
    {
        var clock = new FakeTimeProvider();
        await using var own = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        var agent = await own.CreateReadyAgentAsync();
        var home = await own.HomeOfAsync(agent);
        var journals = Path.GetFullPath(Path.Combine(home, "../../../journals"));

        await own.RunAsync(agent, "seq 1000");
        clock.Advance(TimeSpan.FromHours(2));

        await Eventually.HoldsAsync(() => Directory.GetFiles(journals).Length == 1, "only the bootstrap's log can still be asked for");
        await own.DeleteAsync($"/api/agents/{agent}");
        Directory.GetFiles(journals).Should().BeEmpty();
    }

    /// <summary>Waits until the file has grown, and has stopped growing.</summary>
    private static async Task HasSettledAsync(Func<long> lengthOf)
    {
        var (length, looks) = (0L, 0);
        await Eventually.HoldsAsync(
            () =>
            {
                var now = lengthOf();
                looks = now == length ? looks + 1 : 0;
                length = now;
                return length > 1_000_000 && looks == 40;
            },
            "the command has to wait for its reader");
    }
}
