using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A start takes up none of the computers that an earlier process left; what becomes of them is the same as if it did.</summary>
public sealed class EarlierComputersTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_start_and_a_list_take_up_no_computer_and_a_request_takes_up_one()
    {
        string agent;
        await using (var first = await StartAsync())
        {
            await first.CreateReadyAgentAsync();
            agent = await first.CreateReadyAgentAsync();
        }

        await using var second = await StartAsync();
        var list = await second.GetAsync("/api/agents");
        TakenUp(second).Should().Be(0);
        (await second.Backend.StatusOfAsync(agent)).Should().Be("ready");

        TakenUp(second).Should().Be(1);
        list.Status.Should().Be(200);
        list.Body.Should().Contain("\"heyvm\"", "the list tells of the computers all the same");
    }

    [Fact]
    public async Task A_computer_that_nobody_asks_for_goes_idle_when_its_time_comes()
    {
        string agent, other;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
            _clock.Advance(TimeSpan.FromMinutes(30));
            other = await first.CreateReadyAgentAsync();
        }

        _clock.Advance(TimeSpan.FromMinutes(20));
        await using var second = await StartAsync();
        _clock.Advance(TimeSpan.FromMinutes(15));

        await Eventually.HoldsAsync(() => StoredPhase(second, agent) == "idle", "its hour is over");
        StoredPhase(second, other).Should().Be("ready");
        _clock.Advance(TimeSpan.FromMinutes(30));
        await Eventually.HoldsAsync(() => StoredPhase(second, other) == "idle", "the hour of the other is over too");
    }

    [Fact]
    public async Task A_journal_goes_when_its_time_is_over_although_nobody_asks_for_its_computer()
    {
        await using (var first = await StartAsync())
        {
            var agent = await first.CreateReadyAgentAsync();
            await first.RunAsync(agent, "echo out");
        }

        await using var second = await StartAsync();
        Journals().Should().HaveCount(2);
        _clock.Advance(TimeSpan.FromHours(2));

        await Eventually.HoldsAsync(() => Journals().Length == 1, "the output of a command is kept for an hour");
        TakenUp(second).Should().BeLessThanOrEqualTo(1, "the computer may have gone idle, but was not asked for");
    }

    private string[] Journals() => Directory.GetFiles(Path.Combine(_folder.Path, "journals"));

    private static int TakenUp(TestBackend backend) => backend.Backend.ComputersOf().Count;

    private static string? StoredPhase(TestBackend backend, string agent) =>
        backend.Backend.Store().Read(db => db.QuerySingle("SELECT status FROM computers WHERE agent_id = $agent", row => row.GetString(0), ("$agent", agent)));

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        options.TimeProvider = _clock;
        options.IdleAfter = TimeSpan.FromHours(1);
    });
}
