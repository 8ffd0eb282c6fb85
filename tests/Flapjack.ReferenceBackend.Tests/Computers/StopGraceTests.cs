using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers;

public sealed class StopGraceTests
{
    private const string SaysGoodbye = "trap 'echo bye; exit 7' TERM; echo begun; while :; do sleep 0.01; done";

    [Fact]
    public async Task A_command_may_clean_up_and_is_waited_for_no_longer_than_it_takes()
    {
        await using var computer = await ReadyComputer.StartAsync(options => options.StopGrace = TimeSpan.FromMinutes(1));
        using var stream = await computer.ExecAsync(SaysGoodbye);
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadPrintedAsync("begun");

        var stopping = computer.StopAsync(exec);
        var frames = await stream.ReadFramesAsync();

        // The streams of these tests wait for half a minute at most.
        (await stopping).Status.Should().Be(200);
        frames.Printed().Should().Be("bye\n");
        frames.Exit().GetProperty("exitCode").GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task Without_a_grace_a_command_is_killed_at_once()
    {
        await using var computer = await ReadyComputer.StartAsync(options => options.StopGrace = TimeSpan.Zero);
        using var stream = await computer.ExecAsync(SaysGoodbye);
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadPrintedAsync("begun");

        await computer.StopAsync(exec);
        var frames = await stream.ReadFramesAsync();

        frames.Printed().Should().BeEmpty();
        frames.Exit().GetProperty("exitCode").GetInt32().Should().Be(137);
        frames.Exit().GetProperty("signal").GetString().Should().Be("SIGKILL");
    }

    [Fact]
    public async Task One_that_takes_no_notice_of_the_request_is_killed_after_the_grace()
    {
        await using var computer = await ReadyComputer.StartAsync(options => options.StopGrace = TimeSpan.FromMilliseconds(50));
        using var stream = await computer.ExecAsync("trap 'echo no' TERM; echo begun; while :; do sleep 0.01; done");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadPrintedAsync("begun");

        await computer.StopAsync(exec);
        var frames = await stream.ReadFramesAsync();

        frames.Exit().GetProperty("exitCode").GetInt32().Should().Be(137);
        frames.Exit().GetProperty("timedOut").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task The_computers_of_a_backend_are_ended_side_by_side()
    {
        const int Computers = 12;
        using var folder = new TempFolder();
        var backend = await TestBackend.StartAsync(options => options.StopGrace = TimeSpan.FromMinutes(1));
        var agents = await Task.WhenAll(Enumerable.Range(0, Computers).Select(_ => backend.CreateReadyAgentAsync()));
        // Each goes only when all have been asked to. If one were waited for before the next is asked, it would be killed before it has seen the others.
        await Task.WhenAll(agents.Select((agent, n) => backend.RunAsync(agent, $$"""
            cd '{{folder.Path}}'
            (trap ': >asked-{{n}}; until set -- asked-*; [ $# = {{Computers}} ]; do sleep 0.01; done; : >saw-all-{{n}}; exit' TERM; : >ready-{{n}}; while :; do sleep 0.01; done) &
            until [ -e ready-{{n}} ]; do sleep 0.01; done
            """)));

        await backend.DisposeAsync();

        Directory.GetFiles(folder.Path, "saw-all-*").Should().HaveCount(Computers);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(60_001)]
    public async Task A_grace_that_is_none_is_refused(int milliseconds)
    {
        var start = () => FlapjackBackend.StartAsync(new() { StopGrace = TimeSpan.FromMilliseconds(milliseconds) });

        await start.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }
}
