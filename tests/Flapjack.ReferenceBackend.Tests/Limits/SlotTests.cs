using Flapjack.ReferenceBackend.Tests.Computers;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Limits;

/// <summary>One command at a time: each way in which one ends lets the next one in.</summary>
public sealed class SlotTests : IAsyncLifetime
{
    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;

    public async Task InitializeAsync() => _computer = await LimitedComputer.StartAsync(new() { ConcurrentPerAgent = 1 }, _clock);

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Theory]
    [InlineData("true")]
    [InlineData("exit 3")]
    [InlineData("kill -9 $$")]
    [InlineData("sleep 1000 & disown")]
    public async Task Who_has_read_of_the_end_finds_the_slot_free(string command)
    {
        for (var i = 0; i < 10; i++)
        {
            using var stream = await _computer.ExecAsync(command);
            await stream.ReadUntilAsync(frame => frame.Event == "exit");
        }

        await ShouldBeFreeAsync();
    }

    [Fact]
    public async Task After_a_timeout_it_is_free()
    {
        using var stream = await _computer.ExecLongAsync("echo begun; exec sleep 1000");
        await stream.ReadUntilPrintedAsync("begun");
        await ShouldBeTakenAsync();

        _clock.Advance(TimeSpan.FromHours(1));
        var exit = await stream.ReadUntilAsync(frame => frame.Event == "exit");

        exit.Data.GetProperty("timedOut").GetBoolean().Should().BeTrue();
        await ShouldBeFreeAsync();
    }

    [Fact]
    public async Task After_a_stop_it_is_free()
    {
        var key = NewKey();
        using var byId = await _computer.ExecAsync("exec sleep 1000");
        await _computer.StopAsync((await byId.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId());
        using var byKey = await _computer.ExecAsync("exec sleep 1000", Key(key));

        await _computer.StopKeyAsync(key);

        await ShouldBeFreeAsync();
    }

    [Fact]
    public async Task After_a_start_that_failed_it_is_free()
    {
        await _computer.RunAsync(StrangeFiles.NoWorkspaceForCommands);

        (await _computer.RunAsync("true")).ShouldEndWithError("EXEC_START_FAILED");
        (await _computer.RunAsync("true")).ShouldEndWithError("EXEC_START_FAILED");
    }

    [Fact]
    public async Task After_its_caller_has_left_it_is_free()
    {
        using (var stream = await _computer.ExecAsync("echo begun; exec sleep 1000"))
        {
            await stream.ReadUntilPrintedAsync("begun");
        }

        await ShouldBecomeFreeAsync();
    }

    [Fact]
    public async Task A_command_that_waits_for_its_caller_to_come_back_keeps_it()
    {
        using (var stream = await _computer.ExecAsync("echo begun; exec sleep 1000", Detach(37)))
        {
            await stream.ReadUntilPrintedAsync("begun");
        }

        await _clock.IsArmedAsync(TimeSpan.FromSeconds(37));
        _clock.Advance(TimeSpan.FromMilliseconds(36_999));
        await ShouldBeTakenAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await ShouldBecomeFreeAsync();
    }

    [Fact]
    public async Task A_command_whose_output_cannot_be_recorded_gives_it_back()
    {
        var journals = Path.Combine(_computer.Server.Backend.Folder(), "journals");
        Directory.Move(journals, journals + ".aside");
        File.WriteAllText(journals, "in the way");

        var failed = await _computer.PostAsync(Body("true"));
        File.Delete(journals);
        Directory.Move(journals + ".aside", journals);

        failed.ShouldBeRefused(500, "STORAGE_FAILED");
        await ShouldBeFreeAsync();
    }

    private async Task ShouldBeFreeAsync() => (await _computer.PostAsync(Body("true"))).Status.Should().Be(200);

    private async Task ShouldBeTakenAsync() => (await _computer.PostAsync(Body("true"))).ShouldBeLimited("CONCURRENT", 1);

    // Nothing tells when the server has noticed that its caller has left.
    private Task ShouldBecomeFreeAsync() =>
        Eventually.HoldsAsync(async () => (await _computer.PostAsync(Body("true"))).Status == 200, "the slot comes back");
}
