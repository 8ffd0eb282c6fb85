using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>A command waits for its fastest reader, and for nobody when there is none.</summary>
public sealed class PauseTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private const long Mebibyte = 1024 * 1024;

    // What a connection in memory may hold on top of the journal's window, and what is already on its way in the pipes.
    private const long Buffers = Mebibyte;

    [Fact]
    public async Task A_reader_that_stops_reading_pauses_the_command_and_one_that_reads_on_lets_it_go_on()
    {
        await using var own = await ReadyComputer.StartAsync();
        var backend = own.Server.Backend;
        var before = backend.JournalBytes();
        // How much a socket holds is the kernel's business.
        using var stream = await TestBackend.ExecAsync(own.Server.MemoryClient(), own.Agent, "yes | head -c 30000000");
        await stream.ReadUntilPrintedAsync("y");

        var paused = await StandstillOfAsync(() => backend.JournalBytes() - before);
        var frames = await stream.ReadFramesAsync();

        paused.Should().BeInRange(Mebibyte, Mebibyte + Buffers);
        frames.Exit().GetProperty("stdoutBytes").GetInt64().Should().Be(30_000_000);
        frames.Exit().GetProperty("truncated").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_reader_that_stalls_does_not_hold_up_one_that_reads()
    {
        var key = ReadyComputer.NewKey();
        const string Command = "seq 1 3000000 | head -c 20000000";
        using var fast = await computer.ExecAsync(Command, ReadyComputer.Key(key));
        using var stalled = await computer.ExecAsync(Command, ReadyComputer.Key(key));
        await stalled.ReadUntilPrintedAsync("1");

        var frames = await fast.ReadFramesAsync();
        var late = await stalled.ReadFramesAsync();

        frames.Exit().GetProperty("stdoutSha256").GetString().Should().Be(frames.BytesOf("stdout").Sha256());
        late.Exit().GetRawText().Should().Be(frames.Exit().GetRawText(), "the one that stalled gets the same, later");
    }

    [Fact]
    public async Task With_nobody_attached_the_command_runs_on_to_its_end()
    {
        string exec;
        using (var stream = await computer.ExecAsync("yes | head -c 20000000; touch $HOME/unread", ReadyComputer.Detach(1000)))
        {
            exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        }

        await Eventually.HoldsAsync(() => File.Exists(computer.InHome("unread")), "nobody is waited for");
        using var again = await computer.ReadAgainAsync(exec);
        var frames = await again.ReadFramesAsync();

        frames.BytesOf("stdout").Should().HaveCount(20_000_000);
    }

    [Fact]
    public async Task A_paused_command_goes_on_when_its_reader_leaves_with_a_grace()
    {
        string exec;
        using (var stream = await computer.ExecAsync("yes | head -c 20000000; touch $HOME/released", ReadyComputer.Detach(1000)))
        {
            exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
            await stream.ReadUntilPrintedAsync("y");
            File.Exists(computer.InHome("released")).Should().BeFalse();
        }

        await Eventually.HoldsAsync(() => File.Exists(computer.InHome("released")), "nobody is waited for any more");
        (await computer.GetAsync(exec, ReadyComputer.After("1"))).Body.Should().Contain("event: exit");
    }

    [Fact]
    public async Task Past_the_live_half_nobody_is_waited_for()
    {
        await using var capped = await ReadyComputer.StartAsync(options => options.MaxOutputBytes = 200_000);
        using var stream = await capped.ExecAsync("yes | head -c 20000000; touch $HOME/beyond");

        await Eventually.HoldsAsync(() => File.Exists(capped.InHome("beyond")), "what is held back waits for no reader");
        var frames = await stream.ReadFramesAsync();

        frames.BytesOf("stdout").Should().HaveCount(200_000);
    }

    [Fact]
    public async Task A_paused_command_is_still_ended_by_its_timeout()
    {
        var clock = new ArmedTime();
        await using var own = await ReadyComputer.StartAsync(options => options.TimeProvider = clock);
        using var stream = await own.ExecAsync("exec yes");
        await stream.ReadUntilPrintedAsync("y");
        await StandstillOfAsync(own.Server.Backend.JournalBytes);

        clock.Advance(TimeSpan.FromSeconds(120));
        var frames = await stream.ReadFramesAsync();

        frames.Exit().GetProperty("timedOut").GetBoolean().Should().BeTrue();
    }

    /// <summary>Looks until a number has stopped growing, and returns it.</summary>
    private static async Task<long> StandstillOfAsync(Func<long> number)
    {
        var (last, same) = (-1L, 0);
        await Eventually.HoldsAsync(
            () =>
            {
                var now = number();
                same = now == last && now > Mebibyte ? same + 1 : 0;
                last = now;
                return same == 60;
            },
            "the command has to pause");
        return last;
    }
}
