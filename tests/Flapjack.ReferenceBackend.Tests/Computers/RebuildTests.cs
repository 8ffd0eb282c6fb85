using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;
using Flapjack.ReferenceBackend.Tests.Webhooks;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>A repeat of from-template that makes a failed or destroyed computer anew takes all of the repeat; any other repeat changes nothing.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private WebhookReceiver _first = null!;
    private WebhookReceiver _second = null!;
    private TestBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _first = await WebhookReceiver.StartAsync();
        _second = await WebhookReceiver.StartAsync();
        _backend = await TestBackend.StartAsync(options => options.AllowLoopbackWebhooks = true);
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("destroyed")]
    public async Task A_rebuild_takes_the_name_the_webhook_and_the_setup_of_the_repeat(string end)
    {
        var agent = await CreateAsync();
        await EndAsync(agent, end);

        var repeat = await _backend.CreateAsync(
            $$"""{"template":"python-jupyter","name":"Second","externalAppId":"app","webhookUrl":"{{_second.Url("/two")}}","sizeClass":"large","envVars":[{"key":"COLOUR","value":"red"}]}""");
        await _backend.ReadBootstrapAsync(agent);
        var told = await _second.NextAsync();
        var again = await _backend.CreateAsync("""{"template":"blank","externalAppId":"app"}""");

        (repeat.Status, repeat.Text("agent", "name"), repeat.Text("template")).Should().Be((200, "Second", "python-jupyter"));
        (told.Path, told.Headers["X-Flapjack-Event"]).Should().Match<(string Path, string Event)>(it => it.Path == "/two" && it.Event.StartsWith("bootstrap.", StringComparison.Ordinal));
        again.Text("agent", "name").Should().Be("Second");
        var config = await _backend.GetAsync($"/api/agents/{agent}/computer");
        config.Text("sizeClass").Should().Be("large");
    }

    [Fact]
    public async Task A_rebuild_takes_the_variables_of_the_repeat()
    {
        var agent = await CreateAsync();
        await EndAsync(agent, "failed");

        await _backend.CreateAsync("""{"template":"blank","externalAppId":"app","envVars":[{"key":"SHAPE","value":"round"}]}""");
        await _backend.ReadBootstrapAsync(agent);

        (await _backend.RunAsync(agent, "echo ${COLOUR-none} $SHAPE")).Stdout.Should().Be("none round\n");
    }

    [Fact]
    public async Task A_rebuild_that_names_no_webhook_has_none_and_one_that_names_no_name_keeps_it()
    {
        var agent = await CreateAsync();
        await EndAsync(agent, "failed");

        var repeat = await _backend.CreateAsync("""{"template":"blank","externalAppId":"app"}""");
        await _backend.ReadBootstrapAsync(agent);
        await _backend.Backend.Computers.DestroyAsync(agent);

        repeat.Text("agent", "name").Should().Be("First");
        (await _backend.Backend.Webhooks.ReadAsync(agent)).Select(webhook => webhook.Event.ToString()).Should().Equal("bootstrap.succeeded");
    }

    [Fact]
    public async Task What_a_rebuild_has_taken_stays_after_a_restart_and_an_invalid_repeat_takes_nothing()
    {
        using var folder = new TempFolder();
        string agent;
        await using (var before = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            agent = await before.CreateReadyAgentAsync("""{"template":"blank","name":"First","externalAppId":"app"}""");
            await before.Backend.Computers.DestroyAsync(agent);
            (await before.CreateAsync("""{"template":"blank","name":"Bad","externalAppId":"app","webhookUrl":"https://localhost/x"}""")).ShouldBeRefused(400, "INVALID_WEBHOOK_URL");
            (await before.CreateAsync("""{"template":"blank","name":"Bad","externalAppId":"app","sizeClass":"huge"}""")).ShouldBeRefused(400, "INVALID_SIZE_CLASS");
            var repeat = await before.CreateAsync(
                """{"template":"blank","name":"Zweite 🥞","envVars":[{"key":"COLOUR","value":"red"}],"sizeClass":"small"}""", ("Idempotency-Key", "app"));
            repeat.Text("agent", "id").Should().Be(agent);
            await before.ReadBootstrapAsync(agent);
        }

        await using var after = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);
        (await after.CreateAsync("""{"template":"blank","externalAppId":"app"}""")).Text("agent", "name").Should().Be("Zweite 🥞");
        (await after.RunAsync(agent, "echo $COLOUR")).Stdout.Should().Be("red\n");
        (await after.GetAsync($"/api/agents/{agent}/computer")).Text("sizeClass").Should().Be("small");
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("stopped")]
    public async Task A_repeat_that_makes_nothing_anew_changes_nothing(string state)
    {
        var agent = await CreateAsync();
        if (state == "stopped")
        {
            await _backend.Backend.Computers.StopAsync(agent);
        }

        var repeat = await _backend.CreateAsync(
            $$"""{"template":"python-jupyter","name":"Second","externalAppId":"app","webhookUrl":"{{_second.Url("/two")}}","envVars":[{"key":"COLOUR","value":"red"}]}""");
        var seen = await _backend.RunAsync(agent, "echo $COLOUR");
        await _backend.Backend.Computers.DestroyAsync(agent);
        var told = await _first.NextAsync();

        (repeat.Status, repeat.Text("agent", "name"), repeat.Text("template")).Should().Be((200, "First", "blank"));
        seen.Stdout.Should().Be("blue\n");
        told.Headers["X-Flapjack-Event"].Should().Be("computer.destroyed");
        _second.Received.Should().BeEmpty();
    }

    [Fact]
    public async Task A_rebuild_that_can_not_be_stored_changes_neither_the_agent_nor_its_computer()
    {
        var agent = await CreateAsync();
        await EndAsync(agent, "failed");
        var body = $$"""{"template":"blank","name":"Second","externalAppId":"app","webhookUrl":"{{_second.Url("/two")}}"}""";
        using (FullDatabase.For(_backend.Backend.Store(), "INSERT ON bootstrap_runs"))
        {
            (await _backend.CreateAsync(body)).ShouldBeRefused(507, "STORAGE_FULL");
        }

        await _backend.Backend.Computers.DestroyAsync(agent);

        (await _first.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("computer.destroyed");
        (await _backend.CreateAsync(body)).Text("agent", "name").Should().Be("Second");
    }

    private async Task<string> CreateAsync()
    {
        var created = await _backend.CreateAsync(
            $$"""{"template":"blank","name":"First","externalAppId":"app","webhookUrl":"{{_first.Url("/one")}}","envVars":[{"key":"COLOUR","value":"blue"}]}""");
        await _backend.ReadBootstrapAsync(created.Text("agent", "id"));
        (await _first.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("bootstrap.succeeded");
        return created.Text("agent", "id");
    }

    private async Task EndAsync(string agent, string end)
    {
        if (end == "failed")
        {
            await _backend.Backend.Computers.FailAsync(agent);
        }
        else
        {
            await _backend.Backend.Computers.DestroyAsync(agent);
            (await _first.NextAsync()).Headers["X-Flapjack-Event"].Should().Be("computer.destroyed");
        }
    }
}
