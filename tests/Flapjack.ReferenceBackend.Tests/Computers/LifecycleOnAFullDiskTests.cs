using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A move of a computer that can't be stored has not happened, says why, and can be made when there is room again.</summary>
public sealed class LifecycleOnAFullDiskTests : IAsyncLifetime
{
    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;

    private Store Store => _computer.Server.Backend.Store();

    private FlapjackBackendComputers Computers => _computer.Server.Backend.Computers;

    public async Task InitializeAsync() => _computer = await ReadyComputer.StartAsync(options => options.TimeProvider = _clock);

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task Stopping_failing_and_destroying_say_that_the_disk_is_full_and_change_nothing()
    {
        using (FullDatabase.For(Store, "UPDATE ON computers"))
        {
            foreach (var move in new Func<string, Task>[] { Computers.StopAsync, Computers.FailAsync, Computers.DestroyAsync })
            {
                await move.Invoking(it => it(_computer.Agent)).Should().ThrowAsync<IOException>().WithMessage("The disk is full: *");
                (await StatusAsync()).Should().Be("ready");
            }
        }

        (await _computer.RunAsync("echo on")).Printed().Should().Be("on\n");
        await Computers.DestroyAsync(_computer.Agent);
        (await StatusAsync()).Should().Be("destroyed");
    }

    [Fact]
    public async Task Idling_is_tried_again_later()
    {
        using (FullDatabase.For(Store, "UPDATE ON computers"))
        {
            _clock.Advance(TimeSpan.FromHours(2));
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromHours(2));
                return await StatusAsync() == "idle";
            },
            "there is room again");
    }

    [Fact]
    public async Task A_wake_that_can_not_be_stored_starts_nothing_and_says_why()
    {
        await Computers.StopAsync(_computer.Agent);
        List<SseFrame> frames;
        using (FullDatabase.For(Store, "UPDATE ON computers WHEN NEW.status = 'waking'"))
        {
            frames = await _computer.RunAsync("echo x >>$HOME/ran");
        }

        frames.ShouldEndWithError("EXEC_START_FAILED");
        _computer.LinesOf("ran").Should().Be(0);
        (await _computer.RunAsync("echo awake")).Printed().Should().Be("awake\n");
    }

    [Fact]
    public async Task A_deletion_that_the_database_refuses_although_files_have_made_room_can_be_repeated()
    {
        HttpAnswer refused;
        using (FullDatabase.For(Store, "DELETE ON agents"))
        {
            refused = await _computer.Server.DeleteAsync($"/api/agents/{_computer.Agent}");
        }

        var deleted = await _computer.Server.DeleteAsync($"/api/agents/{_computer.Agent}");

        refused.ShouldBeRefused(507, "STORAGE_FULL");
        deleted.Status.Should().Be(204, deleted.Body);
        Directory.Exists(_computer.Home).Should().BeFalse();
    }

    private Task<string> StatusAsync() => _computer.Server.Backend.StatusOfAsync(_computer.Agent);
}
