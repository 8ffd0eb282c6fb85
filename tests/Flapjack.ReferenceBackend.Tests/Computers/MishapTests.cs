using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Storage;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>What goes wrong on the disk half-way through, and must not be felt any more when it is well again.</summary>
public sealed class MishapTests : IAsyncLifetime
{
    private const string App = """{"template":"blank","externalAppId":"app"}""";

    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;

    private TestBackend Server => _computer.Server;

    private string Journals => Path.Combine(Server.Backend.Folder(), "journals");

    public async Task InitializeAsync() => _computer = await StartAsync(options => options.TimeProvider = _clock);

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task A_bootstrap_whose_log_can_not_be_made_is_begun_by_the_next_call()
    {
        BreakJournals();
        var failed = await Server.CreateAsync(App);
        MendJournals();

        var created = await Server.CreateAsync(App);

        failed.Status.Should().Be(500, failed.Body);
        created.Text("computer", "status").Should().Be("bootstrapping");
        (await Server.ReadBootstrapAsync(created.Text("agent", "id")))[^1].Data.GetProperty("status").GetString().Should().Be("ready");
    }

    [Fact]
    public async Task A_command_whose_journal_can_not_be_made_binds_no_key_and_takes_no_slot()
    {
        var key = Key(NewKey());
        BreakJournals();
        var failed = await _computer.PostAsync(Body("echo ran"), key);
        MendJournals();

        var ran = await _computer.RunAsync("echo ran", key);
        _clock.Advance(TimeSpan.FromHours(3));

        failed.Status.Should().Be(500, failed.Body);
        ran.Printed().Should().Be("ran\n");
        await Eventually.HoldsAsync(async () => await Server.Backend.StatusOfAsync(_computer.Agent) == "idle", "no command runs");
    }

    [Fact]
    public async Task A_command_that_can_not_be_stored_leaves_no_journal()
    {
        Execute("CREATE TRIGGER broken BEFORE INSERT ON execs BEGIN SELECT RAISE(ABORT, 'broken'); END");
        var before = Directory.GetFiles(Journals);

        var failed = await _computer.PostAsync(Body("echo ran"));

        failed.Status.Should().Be(500, failed.Body);
        Directory.GetFiles(Journals).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task A_wake_that_was_stored_by_half_is_finished_by_the_next_command()
    {
        await Server.Backend.Computers.StopAsync(_computer.Agent);
        Execute("CREATE TRIGGER broken BEFORE UPDATE ON computers WHEN NEW.status = 'ready' BEGIN SELECT RAISE(ABORT, 'broken'); END");
        await _computer.RunAsync("true");
        Execute("DROP TRIGGER broken");

        var ran = await _computer.RunAsync("echo awake");

        ran.Printed().Should().Be("awake\n");
        (await Server.Backend.StatusOfAsync(_computer.Agent)).Should().Be("ready");
    }

    [Fact]
    public async Task Journals_that_can_not_be_removed_break_nothing()
    {
        await _computer.RunAsync("true");
        foreach (var journal in Directory.GetFiles(Journals, "exec_*"))
        {
            File.Delete(journal);
            Directory.CreateDirectory(journal);
        }

        var hour = () => _clock.Advance(TimeSpan.FromHours(1.5));

        hour.Should().NotThrow("nobody could catch it on the thread of a timer");
        (await _computer.RunAsync("echo on")).Printed().Should().Be("on\n");
    }

    [Fact]
    public async Task A_data_folder_that_somebody_has_removed_keeps_nothing_from_being_disposed_of()
    {
        var backend = await TestBackend.StartAsync();
        var agent = await backend.CreateReadyAgentAsync();
        await backend.RunAsync(agent, "true");
        Directory.Delete(backend.Backend.Folder(), recursive: true);

        await backend.Backend.DisposeAsync();

        await backend.Invoking(gone => gone.GetAsync("/")).Should().ThrowAsync<HttpRequestException>();
    }

    private void BreakJournals()
    {
        Directory.Move(Journals, Journals + ".away");
        File.WriteAllText(Journals, "");
    }

    private void MendJournals()
    {
        File.Delete(Journals);
        Directory.Move(Journals + ".away", Journals);
    }

    private void Execute(string sql) => Server.Backend.Store().Write((StoreSession db) => { db.Execute(sql); });
}
