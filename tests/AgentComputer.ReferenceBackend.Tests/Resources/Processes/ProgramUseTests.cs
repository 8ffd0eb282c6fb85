using AgentComputer.ReferenceBackend.Tests.Api;
using LocalComputers.Computers;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

/// <summary>A program uses its computer: the computer is not idle because of the time before, also after a restart.</summary>
public sealed class ProgramUseTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(60));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_program_is_a_use()
    {
        await using var backend = await StartAsync();
        var computer = await ComputerAsync(backend);
        computer.Facts.LastUsedAt.Should().BeNull();

        await RunAsync(computer);
        computer.Facts.LastUsedAt.Should().Be(_clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromSeconds(5));
        await RunAsync(computer);

        computer.Facts.LastUsedAt.Should().Be(_clock.GetUtcNow());
    }

    [Fact]
    public async Task After_a_restart_a_computer_is_idle_that_long_after_its_last_program()
    {
        string id;
        DateTimeOffset used;
        await using (var backend = await StartAsync())
        {
            var computer = await ComputerAsync(backend);
            id = computer.AgentId;
            _clock.Advance(TimeSpan.FromMinutes(8));
            used = _clock.GetUtcNow();
            await RunAsync(computer);
        }

        await using var next = await StartAsync();
        var earlier = next.Backend.Parts.House.Computers.Find(id)!;
        earlier.Facts.LastUsedAt.Should().Be(used);

        _clock.Advance(TimeSpan.FromMinutes(9));
        earlier.Facts.Phase.Should().Be(ComputerPhase.Ready);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => earlier.Facts.Phase == ComputerPhase.Idle, "nothing used it for ten minutes");
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options =>
        (options.DataDirectory, options.TimeProvider, options.IdleAfter) = (_folder.Path, _clock, TimeSpan.FromMinutes(10)));

    private static async Task<Computer> ComputerAsync(TestBackend backend) => backend.Backend.Parts.House.Computers.Find(await backend.CreateAsync())!;

    private static async Task RunAsync(Computer computer)
    {
        var (program, reader) = await computer.Programs.StartAsync(new("true", []), Limit.Token);
        using var _ = reader;
        await program.Ended.WaitAsync(Limit.Time);
    }
}
