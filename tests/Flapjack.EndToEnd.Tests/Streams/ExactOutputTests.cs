using System.Security.Cryptography;
using System.Text;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.EndToEnd.Tests.Streams;

public sealed class ExactOutputTests
{
    [Theory]
    [InlineData(64L * 1024 * 1024)]
    [InlineData(null)]
    public async Task Sixty_four_mebibytes_of_noise_arrive_as_they_were_written(long? maxOutputBytes)
    {
        await using var computer = await ReadyComputer.StartAsync(Unhurried(maxOutputBytes));
        using var arrived = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await computer.RunAsync("head -c 67108864 /dev/urandom > ~/noise");
        long bytes = 0;

        await foreach (var item in computer.Exec("cat ~/noise", Limit.LongToken))
        {
            if (item is ExecOutputEvent output)
            {
                arrived.AppendData(output.Bytes.Span);
                bytes += output.Bytes.Length;
            }
        }

        bytes.Should().Be(67_108_864);
        var written = (await computer.RunAsync("sha256sum < ~/noise")).Stdout.Split(' ')[0];
        Convert.ToHexStringLower(arrived.GetHashAndReset()).Should().Be(written);
    }

    [Fact]
    public async Task All_of_Unicode_written_byte_by_byte_arrives_without_a_replacement()
    {
        await using var computer = await ReadyComputer.StartAsync(Unhurried(64 * 1024 * 1024));
        var all = string.Concat(Enumerable.Range(0, 0x110000).Where(c => c is not (>= 0xD800 and <= 0xDFFF) and not 0xFFFD).Select(char.ConvertFromUtf32));
        var home = Directory.GetDirectories(Path.GetTempPath(), "flapjack-*")
            .Select(folder => Path.Combine(folder, "computers", computer.AgentId, "home")).Single(Directory.Exists);
        await File.WriteAllBytesAsync(Path.Combine(home, "all"), Encoding.UTF8.GetBytes(all));

        var chunks = new StringBuilder();
        await foreach (var item in computer.Exec("dd if=$HOME/all bs=1 status=none", Limit.LongToken))
        {
            chunks.Append((item as ExecStdoutEvent)?.Chunk);
        }

        chunks.ToString().Should().Be(all);
    }

    [Fact]
    public async Task A_result_has_the_bytes_and_the_text()
    {
        await using var computer = await ReadyComputer.StartAsync(new());

        var result = await computer.RunAsync("printf 'a\\377b'; printf 'e' >&2");

        result.StdoutBytes.ToArray().Should().Equal((byte)'a', 0xFF, (byte)'b');
        result.Stdout.Should().Be("a\uFFFDb");
        result.StderrBytes.ToArray().Should().Equal((byte)'e');
    }

    [Theory]
    [InlineData("exit 0", "Exited { Code = 0 }")]
    [InlineData("exit 200", "Exited { Code = 200 }")]
    [InlineData("kill -TERM $$", "Signaled { Signal = SIGTERM }")]
    public async Task An_outcome_says_how_a_command_ended(string command, string outcome)
    {
        await using var computer = await ReadyComputer.StartAsync(new());

        (await computer.RunAsync(command)).Outcome.ToString().Should().Be(outcome);
    }

    [Fact]
    public async Task A_timeout_is_an_outcome_of_its_own()
    {
        var clock = new ArmedTime();
        await using var computer = await ReadyComputer.StartAsync(new() { TimeProvider = clock });
        var latch = computer.NewLatch();
        var run = computer.Client.RunComputerAsync(
            computer.AgentId, new() { Command = $"echo early; {latch.OpenCommand}; sleep 1000", Timeout = TimeSpan.FromSeconds(1) }, Limit.Token);
        await latch.OpenedAsync();

        await clock.IsArmedAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));
        var result = await run;

        result.Outcome.Should().Be(new ComputerExecOutcome.TimedOut());
        result.Stdout.Should().Be("early\n");
        result.ExitCode.Should().Be(124);
        result.Ok.Should().BeFalse();
    }

    [Fact]
    public async Task Of_too_much_output_both_ends_arrive_and_what_is_missing_is_named()
    {
        await using var computer = await ReadyComputer.StartAsync(new() { MaxOutputBytes = 2_000 });
        var text = new StringBuilder();
        ExecOutputDroppedEvent? dropped = null;
        ExecExitEvent? exit = null;

        await foreach (var item in computer.Exec("seq 100000", Limit.Token))
        {
            text.Append((item as ExecStdoutEvent)?.Chunk);
            dropped ??= item as ExecOutputDroppedEvent;
            exit ??= item as ExecExitEvent;
        }

        var whole = string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i}\n"));
        text.ToString().Should().Be(whole[..1_000] + whole[^1_000..]);
        dropped.Should().BeEquivalentTo(new { Stream = "stdout", FromByte = 1_000L, ToByte = (long)whole.Length - 1_000 });
        exit!.Truncated.Should().BeTrue();
        exit.StdoutBytes.Should().Be(whole.Length);
    }

    // Its clock stands still: on a busy machine this much output takes longer than a command's two minutes.
    private static FlapjackBackendOptions Unhurried(long? maxOutputBytes) => new() { TimeProvider = new FakeTimeProvider(), MaxOutputBytes = maxOutputBytes };
}
