using System.Globalization;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Storage;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A backend that is stopped in good order, and another one on the same directory.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("restart-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Agents_files_state_and_organization_are_there_again()
    {
        string agent, computer, org, secret, key;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync("""{"template":"blank","externalAppId":"app","envVars":[{"key":"COLOUR","value":"blue 'n green"}]}""");
            computer = (await first.GetAsync($"/api/agents/{agent}/computer/status")).Text("computer", "id");
            await first.RunAsync(agent, "echo kept >file");
            (org, secret, key) = (first.Backend.OrgId, first.Backend.WebhookSecret, first.Backend.ApiKey);
        }

        await using var second = await StartAsync();

        (second.Backend.OrgId, second.Backend.WebhookSecret).Should().Be((org, secret));
        var status = await TestBackend.SendAsync(second.ClientOf(key), HttpMethod.Get, $"/api/agents/{agent}/computer/status");
        (status.Text("computer", "id"), status.Text("computer", "status")).Should().Be((computer, "ready"), "its earlier key goes on working");
        (await second.RunAsync(agent, "cat file; echo $COLOUR")).Stdout.Should().Be("kept\nblue 'n green\n");
        var again = await second.CreateAsync("""{"template":"blank","externalAppId":"app"}""");
        (again.Status, again.Text("agent", "id")).Should().Be((200, agent));
    }

    [Fact]
    public async Task A_computer_whose_files_are_gone_is_destroyed_and_made_anew_by_the_next_call()
    {
        const string App = """{"template":"blank","externalAppId":"app"}""";
        string agent;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync(App);
        }

        // What a crash leaves that comes while the agent is deleted on a full disk.
        Directory.Delete(Path.Combine(_directory, "computers", agent), recursive: true);
        await using var second = await StartAsync();

        (await second.Backend.StatusOfAsync(agent)).Should().Be("destroyed");
        (await second.CreateAsync(App)).Text("computer", "status").Should().Be("bootstrapping");
        (await second.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready");
    }

    [Fact]
    public async Task A_command_that_has_ended_is_read_again_and_its_key_stands_for_it()
    {
        string agent, exec, said;
        var key = Key(NewKey());
        const string Command = """{"command":"echo x >>~/ran; echo out; echo err >&2; exit 3"}""";
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
            said = (await first.PostAsync($"/api/agents/{agent}/computer/exec", Command, key)).Body;
            exec = said.Split("\"execId\":\"")[1].Split('"')[0];
        }

        await using var second = await StartAsync();
        var again = await second.GetAsync($"/api/agents/{agent}/computer/exec/{exec}");
        var repeated = await second.PostAsync($"/api/agents/{agent}/computer/exec", Command, key);

        again.Body.Should().Be(said).And.Contain("\"exitCode\":3");
        repeated.Body.Should().Be(said);
        (await second.RunAsync(agent, "cat ~/ran")).Stdout.Should().Be("x\n");
    }

    [Fact]
    public async Task A_command_that_runs_is_ended_and_tells_how()
    {
        string agent, exec;
        int process;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
            using var stream = await first.ExecAsync(agent, "echo $$; exec sleep 1000");
            await stream.ReadFrameAsync();
            exec = (await stream.ReadFrameAsync())!.Data.GetProperty("execId").GetString()!;
            process = int.Parse((await stream.ReadFrameAsync())!.Chunk, CultureInfo.InvariantCulture);
        }

        HostProcesses.IsAlive(process).Should().BeFalse();
        await using var second = await StartAsync();
        var again = await second.GetAsync($"/api/agents/{agent}/computer/exec/{exec}");

        again.Body.Should().Contain("event: exit\n").And.Contain("\"ok\":false").And.MatchRegex("\"signal\":\"SIG(TERM|KILL)\"");
    }

    [Fact]
    public async Task A_bootstrap_that_runs_has_failed_and_can_be_begun_again()
    {
        using var repository = await LocalRepository.CreateAsync();
        var body = LocalRepository.Body(repository.WaitAtGate, ""","externalAppId":"app" """);
        string agent;
        await using (var first = await StartAsync(repository.Rewrite))
        {
            agent = (await first.CreateAsync(body)).Text("agent", "id");
            using var log = await first.OpenBootstrapAsync(agent);
            await log.ReadUntilAsync(frame => frame.Text.Contains(LocalRepository.Waiting, StringComparison.Ordinal));
        }

        repository.Open();
        await using var second = await StartAsync(repository.Rewrite);

        (await second.Backend.StatusOfAsync(agent)).Should().Be("error");
        (await second.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("error");
        (await second.CreateAsync(body)).Text("computer", "status").Should().Be("bootstrapping");
        (await second.ReadBootstrapAsync(agent))[^1].Data.GetProperty("status").GetString().Should().Be("ready");
    }

    [Theory]
    [InlineData("true", "ready")]
    [InlineData("exit 3", "error")]
    public async Task A_bootstrap_whose_end_was_stored_and_not_yet_told_tells_it(string end, string status)
    {
        using var repository = await LocalRepository.CreateAsync();
        var body = LocalRepository.Body("echo oh >&2; " + end);
        string agent;
        List<SseFrame> said;
        await using (var first = await StartAsync(repository.Rewrite))
        {
            agent = await first.CreateAgentAsync(body);
            said = await first.ReadBootstrapAsync(agent);
        }

        // What a crash leaves that comes between the two.
        var log = Directory.GetFiles(Path.Combine(_directory, "journals")).Single();
        var text = await File.ReadAllTextAsync(log);
        await File.WriteAllTextAsync(log, text[..text.LastIndexOf("id: ", text.LastIndexOf("event: status", StringComparison.Ordinal), StringComparison.Ordinal)]);
        await using var second = await StartAsync(repository.Rewrite);
        var again = await second.ReadBootstrapAsync(agent);

        said[^1].Data.GetProperty("status").GetString().Should().Be(status);
        again.Should().Equal(said);
    }

    [Fact]
    public async Task A_bootstrap_tells_its_end_once_however_often_its_restart_crashes()
    {
        string agent;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
        }

        // What a restart leaves that told of the end and died before it was stored.
        using (var store = Store.Open(Path.Combine(_directory, "flapjack.db"), BackendSchema.All))
        {
            store.Write(db => db.Execute("UPDATE bootstrap_runs SET ended_at = NULL, status = NULL; UPDATE computers SET status = 'bootstrapping'"));
        }

        await using var second = await StartAsync();

        (await second.ReadBootstrapAsync(agent)).Should().ContainSingle(frame => frame.Event == "done");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bootstrap_has_one_audit_row_also_when_a_crash_came_before_it(bool crash)
    {
        string agent;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
        }

        if (crash)
        {
            using var store = Store.Open(Path.Combine(_directory, "flapjack.db"), BackendSchema.All);
            store.Write(db => db.Execute("DELETE FROM sandbox_audit_log; UPDATE bootstrap_runs SET is_told = 0"));
        }

        await using var second = await StartAsync();
        var rows = await second.Backend.ReadAuditLogAsync(agent);

        rows.Should().ContainSingle().Which.Action.Should().Be("bootstrap");
        (await second.Backend.VerifyAuditLogAsync()).IsIntact.Should().BeTrue();
    }

    [Fact]
    public async Task Files_of_a_destroyed_computer_that_a_crash_has_left_are_removed()
    {
        string agent;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
            await first.Backend.Computers.DestroyAsync(agent);
        }

        var left = Path.Combine(_directory, "computers", agent);
        Directory.CreateDirectory(Path.Combine(left, "home", "workspace"));
        await using var second = await StartAsync();

        await Eventually.HoldsAsync(() => !Directory.Exists(left), "what is left is removed behind the server");
        (await second.Backend.StatusOfAsync(agent)).Should().Be("destroyed");
    }

    [Fact]
    public async Task What_is_asked_for_while_the_backend_closes_is_refused_and_takes_nothing_from_the_next()
    {
        const string App = """{"template":"blank","externalAppId":"app"}""";
        string agent;
        HttpAnswer created, ran;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync(App);
            await first.RunAsync(agent, "echo kept >file");
            await first.Backend.ComputerOf(agent).DisposeAsync();

            created = await first.CreateAsync(App);
            ran = await first.PostAsync($"/api/agents/{agent}/computer/exec", Body("true"));
        }

        await using var second = await StartAsync();

        created.ShouldBeRefused(503, "SHUTTING_DOWN");
        ran.ShouldBeRefused(503, "SHUTTING_DOWN");
        (await second.RunAsync(agent, "cat file")).Stdout.Should().Be("kept\n");
    }

    [Fact]
    public async Task An_agent_that_could_not_be_set_up_is_not_there()
    {
        await using var backend = await StartAsync();
        var journals = Path.Combine(backend.Backend.Folder(), "journals");
        Directory.Delete(journals, recursive: true);
        await File.WriteAllTextAsync(journals, "");

        (await backend.CreateAsync("""{"template":"blank"}""")).ShouldBeRefused(500, "STORAGE_FAILED");

        new AgentStore(backend.Backend.Store()).All().Should().BeEmpty();
        File.Delete(journals);
    }

    [Fact]
    public async Task A_sleeping_computer_sleeps_on_and_wakes_for_the_next_command()
    {
        string agent;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
            await first.Backend.Computers.StopAsync(agent);
        }

        await using var second = await StartAsync();

        (await second.Backend.StatusOfAsync(agent)).Should().Be("stopped");
        (await second.RunAsync(agent, "echo awake")).Stdout.Should().Be("awake\n");
    }

    [Fact]
    public async Task A_deleted_agent_leaves_nothing()
    {
        string agent;
        await using (var first = await StartAsync())
        {
            agent = await first.CreateReadyAgentAsync();
            await first.RunAsync(agent, "echo a");
            await first.DeleteAsync($"/api/agents/{agent}");
        }

        Directory.GetFileSystemEntries(Path.Combine(_directory, "computers")).Should().BeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(_directory, "journals")).Should().BeEmpty();
        await using var second = await StartAsync();
        (await second.GetAsync($"/api/agents/{agent}/computer/status")).Status.Should().Be(404);
    }

    [Fact]
    public async Task What_belongs_to_nobody_is_removed()
    {
        await using (var first = await StartAsync())
        {
            await first.CreateReadyAgentAsync();
        }

        Directory.CreateDirectory(Path.Combine(_directory, "computers", "nobody", "home"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "journals", "exec_nobody.0"), "x");
        await using var second = await StartAsync();

        await Eventually.HoldsAsync(() => Directory.GetDirectories(Path.Combine(_directory, "computers")).Length == 1, "what belongs to nobody is removed behind the server");
        await Eventually.HoldsAsync(
            () => Directory.GetFiles(Path.Combine(_directory, "journals")).Length == 1, "only the bootstrap's log can still be asked for");
    }

    [Fact]
    public async Task A_program_with_a_backend_in_it_can_be_ended_as_any_other()
    {
        const int Sigterm = 15;
        using var host = await CrashHost.StartAsync(_directory);
        using var program = System.Diagnostics.Process.GetProcessById(host.Id);

        LocalComputers.Processes.LibC.kill(host.Id, Sigterm).Should().Be(0);

        await program.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private Task<TestBackend> StartAsync(Action<FlapjackBackendOptions>? configure = null) => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = _directory;
        configure?.Invoke(options);
    });
}
