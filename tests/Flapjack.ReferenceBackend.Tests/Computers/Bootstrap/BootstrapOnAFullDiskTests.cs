using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers.Bootstrap;

/// <summary>A bootstrap that the disk does not take: its log ends with its last event, its computer has failed, and can be made anew.</summary>
public sealed class BootstrapOnAFullDiskTests : IAsyncLifetime
{
    private readonly JournalDisk _disk = new();
    private readonly ArmedTime _clock = new();
    private TestBackend _backend = null!;
    private WebhookReceiver _receiver = null!;

    private Store Store => _backend.Backend.Store();

    private string App => $$"""{"template":"blank","externalAppId":"app","webhookUrl":"{{_receiver.Url("/hook")}}"}""";

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _backend = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            options.WriteJournal = _disk.Write;
            options.AllowLoopbackWebhooks = true;
        });
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Theory]
    [InlineData(28)]
    [InlineData(30)]
    public async Task A_log_that_can_not_be_written_ends_with_its_last_event(int errno)
    {
        _disk.Failure = new IOException("The write failed.", errno);
        var agent = (await _backend.CreateAsync(App)).Text("agent", "id");
        var frames = await _backend.ReadBootstrapAsync(agent);
        var again = await _backend.ReadBootstrapAsync(agent);
        _disk.IsFull = false;
        var later = await _backend.ReadBootstrapAsync(agent);

        (frames[^1].Event, frames[^1].Data.GetProperty("status").GetString()).Should().Be(("done", "error"));
        again.Should().Equal(frames);
        later.Should().Equal(frames);
        (await _receiver.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("bootstrap.failed");
        await ShouldBeMadeAnewAsync(agent);
    }

    [Theory]
    [InlineData("UPDATE ON bootstrap_runs")]
    [InlineData("UPDATE ON computers")]
    [InlineData("INSERT ON webhooks")]
    public async Task An_end_that_can_not_be_stored_is_a_failure_and_is_told_when_there_is_room_again(string change)
    {
        string agent;
        List<SseFrame> frames;
        using (FullDatabase.For(Store, change))
        {
            agent = (await _backend.CreateAsync(App)).Text("agent", "id");
            frames = await _backend.ReadBootstrapAsync(agent);
            (await _backend.Backend.StatusOfAsync(agent)).Should().Be("error");
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        var told = await _receiver.NextAsync();

        (frames[^1].Event, frames[^1].Data.GetProperty("status").GetString()).Should().Be(("done", "error"));
        frames[^1].Data.GetProperty("stderrTail").GetString().Should().Contain("could not be stored");
        told.Headers["X-Flapjack-Event"].Should().Be("bootstrap.failed");
        await ShouldBeMadeAnewAsync(agent);
    }

    [Theory]
    [InlineData("INSERT ON agents")]
    [InlineData("INSERT ON bootstrap_runs")]
    [InlineData("INSERT ON computers")]
    public async Task An_agent_that_can_not_be_stored_is_refused_and_nothing_of_it_stays(string change)
    {
        HttpAnswer refused;
        using (FullDatabase.For(Store, change))
        {
            refused = await _backend.CreateAsync(App);
        }

        refused.ShouldBeRefused(507, "STORAGE_FULL");
        _backend.Backend.JournalFiles().Should().BeEmpty();
        (await _backend.CreateAsync(App)).Status.Should().Be(201, "there is none of that name yet");
    }

    private async Task ShouldBeMadeAnewAsync(string agent)
    {
        var again = await _backend.CreateAsync(App);

        (again.Status, again.Text("agent", "id"), again.Text("computer", "status")).Should().Be((200, agent, "bootstrapping"));
        (await _backend.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready");
        (await _receiver.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("bootstrap.succeeded");
        (await _backend.RunAsync(agent, "echo ran")).Stdout.Should().Be("ran\n");
    }
}
