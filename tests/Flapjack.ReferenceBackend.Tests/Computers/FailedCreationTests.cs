using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A computer whose creation fails: there is no machine, so nobody is told an id of it; from-template creates it then.</summary>
public sealed class FailedCreationTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private WebhookReceiver _receiver = null!;
    private TestBackend _backend = null!;

    private string App => $$"""{"template":"blank","externalAppId":"app","webhookUrl":"{{_receiver.Url("/hook")}}"}""";

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _backend = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_creation_that_is_forced_to_fail_shows_no_id_and_the_next_call_creates_the_computer()
    {
        _backend.Backend.Computers.FailNextCreation();

        var agent = (await _backend.CreateAsync(App)).Text("agent", "id");
        var frames = await _backend.ReadBootstrapAsync(agent);

        frames[^1].Data.GetProperty("exitCode").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        frames[^1].Data.GetProperty("stderrTail").GetString().Should().StartWith("flapjack: the computer could not be created: ");
        await ShouldHaveFailedAsync(agent);
        await ShouldBeCreatedAsync(agent);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_is_a_creation_that_failed()
    {
        var computers = Path.Combine(_backend.Backend.Folder(), "computers");
        _backend.Backend.Computers.FailNextCreation();
        var agent = (await _backend.CreateAsync(App)).Text("agent", "id");
        await _backend.ReadBootstrapAsync(agent);
        await _receiver.NextAsync();
        if (Directory.Exists(computers))
        {
            Directory.Delete(computers);
        }

        await File.WriteAllTextAsync(computers, "in the way");
        (await _backend.CreateAsync(App)).Text("agent", "id").Should().Be(agent);
        var frames = await _backend.ReadBootstrapAsync(agent);

        frames[^1].Data.GetProperty("stderrTail").GetString().Should().StartWith("flapjack: the computer could not be created: ")
            .And.NotContain(_folder.Path, "a path of the host is nobody's business");
        await ShouldHaveFailedAsync(agent);
        File.Delete(computers);
        await ShouldBeCreatedAsync(agent);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_computers_folder_gives_way_to_it()
    {
        _backend.Backend.Computers.FailNextCreation();
        var agent = (await _backend.CreateAsync(App)).Text("agent", "id");
        await _backend.ReadBootstrapAsync(agent);
        await _receiver.NextAsync();
        await File.WriteAllTextAsync(Path.Combine(_backend.Backend.Folder(), "computers", agent), "in the way");

        await ShouldBeCreatedAsync(agent);
    }

    [Fact]
    public async Task It_shows_no_id_after_a_restart_and_in_the_webhook_of_its_deletion_either()
    {
        _backend.Backend.Computers.FailNextCreation();
        var agent = (await _backend.CreateAsync(App)).Text("agent", "id");
        await _backend.ReadBootstrapAsync(agent);
        await ShouldHaveFailedAsync(agent);
        await _backend.DisposeAsync();
        _backend = await StartAsync();

        (await StatusAsync(agent)).Should().Be("""{"id":null,"status":"error","bootstrapRunId":"run","lastUsedAt":null}""");
        await _backend.DeleteAsync($"/api/agents/{agent}");

        Encoding.UTF8.GetString((await _receiver.NextAsync()).Body).Should().Contain("\"event\":\"agent.deleted\"").And.Contain("\"sandboxId\":null");
    }

    [Fact]
    public async Task A_rebuild_whose_creation_fails_has_no_machine_any_more()
    {
        var agent = (await _backend.CreateAsync(App)).Text("agent", "id");
        await _backend.ReadBootstrapAsync(agent);
        (await _receiver.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("bootstrap.succeeded");
        await _backend.RunAsync(agent, "echo old >file");
        await _backend.Backend.Computers.FailAsync(agent);

        _backend.Backend.Computers.FailNextCreation();
        await _backend.CreateAsync(App);
        await _backend.ReadBootstrapAsync(agent);

        await ShouldHaveFailedAsync(agent);
        Directory.GetFileSystemEntries(Path.Combine(_backend.Backend.Folder(), "computers")).Should().BeEmpty();
        await ShouldBeCreatedAsync(agent);
    }

    [Fact]
    public async Task A_machine_that_never_was_has_no_id_when_it_is_destroyed_and_when_the_next_creation_fails_too()
    {
        _backend.Backend.Computers.FailNextCreation();
        _backend.Backend.Computers.FailNextCreation();
        var agent = (await _backend.CreateAsync(App)).Text("agent", "id");
        await _backend.ReadBootstrapAsync(agent);
        await ShouldHaveFailedAsync(agent);

        await _backend.CreateAsync(App);
        await _backend.ReadBootstrapAsync(agent);
        await ShouldHaveFailedAsync(agent);
        await _backend.Backend.Computers.DestroyAsync(agent);

        Encoding.UTF8.GetString((await _receiver.NextAsync()).Body).Should().Contain("\"event\":\"computer.destroyed\"").And.Contain("\"sandboxId\":null");
        (await StatusAsync(agent)).Should().Be("""{"id":null,"status":"destroyed","bootstrapRunId":"run","lastUsedAt":null}""");
        await ShouldBeCreatedAsync(agent);
    }

    [Fact]
    public async Task Each_call_lets_one_creation_fail()
    {
        _backend.Backend.Computers.FailNextCreation();
        _backend.Backend.Computers.FailNextCreation();
        var ends = new List<string?>();
        for (var n = 0; n < 3; n++)
        {
            var agent = await _backend.CreateAgentAsync();
            ends.Add((await _backend.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString());
        }

        ends.Should().Equal("error", "error", "ready");
    }

    private async Task ShouldHaveFailedAsync(string agent)
    {
        (await StatusAsync(agent)).Should().Be("""{"id":null,"status":"error","bootstrapRunId":"run","lastUsedAt":null}""");
        (await _backend.GetAsync($"/api/agents/{agent}/computer-instances")).Body.Should().Be("[]");
        Encoding.UTF8.GetString((await _receiver.NextAsync()).Body).Should().Contain("\"event\":\"bootstrap.failed\"")
            .And.Contain("\"sandboxId\":null,").And.Contain("\"exitCode\":null,").And.Contain("\"computerId\":null");
        var refused = await _backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""");
        refused.ShouldBeRefused(410, "SANDBOX_DESTROYED");
    }

    private async Task ShouldBeCreatedAsync(string agent)
    {
        (await _backend.CreateAsync(App)).Text("computer", "status").Should().Be("bootstrapping");
        (await _backend.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready");
        var told = Encoding.UTF8.GetString((await _receiver.NextAsync()).Body);
        var status = await _backend.GetAsync($"/api/agents/{agent}/computer/status");
        told.Should().Contain("\"event\":\"bootstrap.succeeded\"").And.Contain($"\"sandboxId\":\"{status.Text("computer", "id")}\"");
    }

    private async Task<string> StatusAsync(string agent)
    {
        var status = await _backend.GetAsync($"/api/agents/{agent}/computer/status");
        var run = status.Text("computer", "bootstrapRunId");
        status.Json.GetProperty("sandbox").GetRawText().Should().Be(status.Json.GetProperty("computer").GetRawText());
        // When it was last used says nothing of its creation.
        var used = status.Json.GetProperty("computer").GetProperty("lastUsedAt").GetRawText();
        return status.Json.GetProperty("computer").GetRawText().Replace(run, "run", StringComparison.Ordinal).Replace(used, "null", StringComparison.Ordinal);
    }

    private Task<TestBackend> StartAsync() => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _folder.Path;
        options.AllowLoopbackWebhooks = true;
    });
}
